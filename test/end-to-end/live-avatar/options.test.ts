/** Start options on LiveAvatar: what has an equivalent gets through, and of what has none the page is told once. */

import { expect } from '@open-wc/testing';
import type { WarningDetail } from '../../../src/api/events.js';
import type { StartAvatarOptions } from '../../../src/api/requests.js';
import type { HeygenAvatarElement } from '../../../src/index.js';
import '../../../src/index.js';
import { EventLog } from '../../support/event-log.js';
import { LiveAvatarScene, type LiveAvatarEntry } from '../../support/live-avatar-scene.js';
import { rejection } from '../../support/outcome.js';
import { allClosed, Corner } from '../../support/sandbox-books.js';
import { mint, tokenUrlOf } from '../../support/sandbox-tokens.js';

describe('start options on LiveAvatar', () => {
  let scene: LiveAvatarScene;

  beforeEach(async () => {
    scene = await LiveAvatarScene.open();
  });

  afterEach(() => scene.end());

  const told = (): [string, string | undefined][] => scene.warnings.map(({ code, option }) => [code, option]);

  const unknownThere: readonly [option: string, request: StartAvatarOptions][] = [
    ['voice.emotion', { voice: { emotion: 'excited' } }],
    ['knowledgeBase', { knowledgeBase: 'You sell umbrellas.' }],
    ['sttSettings.confidence', { sttSettings: { confidence: 0.6 } }],
    ['activityIdleTimeout', { activityIdleTimeout: 600 }],
  ];

  for (const [option, request] of unknownThere) {
    it(`${option} has no equivalent: the session starts, with one warning that names it`, async () => {
      await scene.start(request);
      expect(scene.avatar.state).to.include({ status: 'live' });
      expect(told()).to.deep.equal([['no_equivalent', option]]);
    });
  }

  it('warns of each of them, once a session', async () => {
    const request = Object.assign({}, ...unknownThere.map(([, one]) => one)) as StartAvatarOptions;
    await scene.start(request);
    const all = unknownThere.map(([option]) => ['no_equivalent', option]);
    expect(told()).to.have.deep.members(all);
    await scene.avatar.createStartAvatar({ quality: 'low', ...request });
    expect(told()).to.have.deep.members([...all, ...all]);
  });

  it('a rate beyond its bounds is clamped, and told', async () => {
    await scene.start({ voice: { rate: 1.5 } });
    expect(told()).to.deep.equal([['clamped', 'voice.rate']]);
    const { avatar_persona } = (await scene.entry()).request;
    expect(avatar_persona).to.deep.include({ voice_settings: { speed: 1.2 } });
  });

  it('a name of the other service is refused with where to find the right one, and no session is opened', async () => {
    const start = scene.client().createStartAvatar({ avatarName: 'Wayne_20240711' });
    const error = await rejection(start);
    expect(error).to.include({ code: 'invalid_avatar', phase: 'open' });
    expect(error.message).to.contain('Wayne_20240711').and.to.contain('app.liveavatar.com');
    expect((await scene.corner.books()).sessions).to.deep.equal([]);
  });
});

describe('a tag on LiveAvatar', () => {
  let corner: Corner;
  let element: HeygenAvatarElement;
  let log: EventLog;

  beforeEach(async () => {
    corner = await Corner.open();
    element = document.createElement('heygen-avatar');
    element.basePath = corner.url;
    element.quality = 'low';
    log = new EventLog(element);
    document.body.append(element);
  });

  afterEach(async () => {
    element.remove();
    await corner.until(allClosed);
  });

  async function booked(): Promise<LiveAvatarEntry> {
    return (await corner.books()).sessions[0] as LiveAvatarEntry;
  }

  it('starts with a plain token whatever its attributes say, and tells once which of them have no effect', async () => {
    element.token = await mint(tokenUrlOf(corner, 'liveavatar'), { quality: 'low' });
    element.quality = 'high';
    element.avatarName = 'Wayne_20240711';
    element.voice = 'awb';
    element.language = 'de';
    element.sandbox = true;
    await element.start();
    expect(element.state.status).to.equal('live');
    const warnings = log.of('warning') as WarningDetail[];
    expect(warnings.map(({ code, option }) => [code, option])).to.deep.equal([
      ['fixed_by_token', 'avatarName, quality, voice.voiceId, language, liveAvatar.sandbox'],
    ]);
    expect(warnings[0]?.message).to.contain('token-url');
    expect((await booked()).request).to.deep.include({ video_settings: { quality: 'low' } });
  });

  it('starts with a plain token that says what its attributes do without a word', async () => {
    element.token = await mint(tokenUrlOf(corner, 'liveavatar'), { quality: 'low' });
    await element.start();
    expect(log.of('warning')).to.deep.equal([]);
  });

  for (const service of ['liveavatar', 'interactive-avatar'] as const) {
    it(`finds by its token that the service is ${service}`, async () => {
      expect(element.service).to.equal('auto');
      element.tokenUrl = tokenUrlOf(corner, service).href;
      await element.start();
      expect((await booked()).service).to.equal(service);
    });
  }

  it('asks for a token with sandbox and max-duration, and the session is one', async () => {
    element.setAttribute('sandbox', '');
    element.setAttribute('max-duration', '30');
    element.tokenUrl = tokenUrlOf(corner, 'liveavatar').href;
    await element.start();
    expect((await booked()).request).to.include({ is_sandbox: true, max_session_duration: 30 });
    expect(log.of('warning')).to.deep.equal([]);
  });
});
