/** `POST /sandbox/token?service=liveavatar`: the demo's token-url, and what else of the sandbox's own asks by service. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../demo/sandbox/sandbox.js';
import { claims, CONTEXT, LiveAvatarCalls, NOWHERE, WAYNE } from './live-avatar-calls.js';

describe('the token-url of LiveAvatar', () => {
  let sandbox: Sandbox;
  let calls: LiveAvatarCalls;
  before(async () => {
    sandbox = await startSandbox();
    calls = new LiveAvatarCalls(sandbox.url);
  });
  after(() => sandbox.close());

  const mint = async (request: object, query = ''): Promise<{ status: number; token: string }> => {
    const { status, body } = await calls.call(`/sandbox/token?service=liveavatar${query}`, {
      body: request,
    });
    return { status, token: body.token };
  };
  const asked = async (request: object): Promise<Record<string, unknown>> =>
    claims((await mint(request)).token).start_session_data;

  it('takes a start request as it comes from a page', async () => {
    const data = await asked({
      avatarName: 'Wayne_20240711',
      quality: 'medium',
      voice: { voiceId: 'slt', rate: 1.5, emotion: 'friendly', elevenlabsSettings: { stability: 0.5 } },
      language: 'en',
      sttSettings: { provider: 'gladia', confidence: 0.5 },
      enablePushToTalk: true,
      activityIdleTimeout: 60,
      liveAvatar: { sandbox: true, maxSessionDuration: 30, dynamicVariables: { name: 'Ann' } },
    });
    assert.deepEqual(data, {
      mode: 'FULL',
      avatar_id: WAYNE,
      avatar_persona: {
        voice_id: '0f6e64a2-5d0c-4f43-9c07-1d2f6a1c7b01',
        context_id: CONTEXT,
        language: 'en',
        voice_settings: { stability: 0.5, speed: 1.2 },
        stt_config: { provider: 'gladia' },
      },
      video_settings: { quality: 'medium' },
      interactivity_type: 'PUSH_TO_TALK',
      is_sandbox: true,
      max_session_duration: 30,
      dynamic_variables: { name: 'Ann' },
    });
  });

  it('makes a context of a knowledge base, and LITE has none', async () => {
    const persona = (await asked({ knowledgeBase: 'We sell red bicycles.' }))['avatar_persona'];
    const { context_id } = persona as { context_id: string };
    assert.equal((await calls.get(`/v1/contexts/${context_id}`)).data.prompt, 'We sell red bicycles.');
    const given = (await asked({ knowledgeId: NOWHERE }))['avatar_persona'];
    assert.equal((given as { context_id: string }).context_id, NOWHERE);
    const lite = await asked({ liveAvatar: { mode: 'LITE' } });
    assert.deepEqual([lite['mode'], lite['avatar_persona']], ['LITE', undefined]);
  });

  it('finds its sessions by label, and refuses what the service would', async () => {
    const { token } = await mint({}, '&label=mine-live');
    await calls.start(token);
    const [entry] = await calls.books({ label: 'mine-live' });
    assert.equal(entry?.service, 'liveavatar');
    await calls.stop(token);
    assert.equal((await mint({ avatarName: 'nobody' })).status, 400);
    assert.equal((await mint({}, '&trouble=no-such')).status, 400);
    assert.equal((await calls.call('/sandbox/token?service=other', { body: {} })).status, 400);
  });

  it('shows what the service offers', async () => {
    const offered = (await calls.call('/sandbox/catalogue?service=liveavatar', { method: 'GET' })).body;
    assert.ok(offered.avatars.some(({ avatar_id }) => avatar_id === WAYNE));
    assert.equal((await fetch(new URL(offered.avatars[0]?.picture ?? '', calls.url))).status, 200);
  });
});
