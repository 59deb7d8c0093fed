/** Whether a page could tell what went wrong: every rejection has a code of the closed list. */

/** Of the documentation, and not of the code under test. */
const codes: ReadonlySet<string> = new Set(
  `token_missing token_used token_source_failed api_key_in_page unauthorized forbidden endpoint_sunset quota_exceeded
  concurrency_limit rate_limited invalid_avatar invalid_voice invalid_option server_error bad_answer network timeout
  room_failed media_missing playback_blocked aborted not_connected not_supported empty_text microphone_denied
  microphone_missing microphone_busy insecure_context blocked_by_policy content_security_policy`.split(/\s+/),
);

export function isTyped(error: unknown): boolean {
  return error instanceof Error && codes.has(codeOf(error) ?? '');
}

/** Throws what has no code. */
export function expectTyped(error: unknown): void {
  if (!isTyped(error)) throw new Error(`Rejects with what has no code: ${String(error)}`, { cause: error });
}

export function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code;
}
