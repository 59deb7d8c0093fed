/** Which properties describe a session. In a file of its own, which is small: warnings need it before there is a session. */

/** The properties of the session. A change takes effect at the next start. */
export const sessionProperties = [
  ...([
    'token',
    'tokenUrl',
    'avatarName',
    'quality',
    'voice',
    'voiceRate',
    'voiceEmotion',
    'language',
  ] as const),
  ...(['knowledgeId', 'knowledgeBase', 'activityIdleTimeout', 'disableIdleTimeout'] as const),
  ...(['voiceChatTransport', 'useSilencePrompt', 'pushToTalk', 'sttProvider', 'sandbox'] as const),
  ...(['maxDuration', 'service', 'basePath', 'debug', 'tokenCredentials'] as const),
] as const;
