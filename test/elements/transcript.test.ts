// The conversation in writing: turns, links, what copies and saves it, scrolling, hostile text, and its panel.
import { expect, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ConversationEvent } from '../../src/api/events.js';
import type { TranscriptTurn } from '../../src/api/transcript.js';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarTranscriptElement } from '../../src/elements.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { transcriptText, transcriptWebVtt } from '../../src/elements/transcript-files.js';
import { linkHosts, linkPieces } from '../../src/elements/transcript-links.js';
import { en } from '../../src/elements/strings/en.js';
import { control, inside, liveFixture, settled } from '../support/avatar-fixture.js';
import { FakeClock } from '../support/fake-clock.js';
import { nextTask } from '../support/outcome.js';
import { untilRendered } from '../support/rendered.js';

const tag = html`<heygen-avatar token="t" language="de"
  ><heygen-avatar-transcript style="width: 300px; height: 240px"></heygen-avatar-transcript
></heygen-avatar>`;

const says = (message: string, task_id = 'a'): ConversationEvent => ({
  type: 'avatar_talking_message',
  task_id,
  message,
});
const ends = (task_id = 'a'): ConversationEvent => ({ type: 'avatar_end_message', task_id });
const starts = (task_id = 'a'): ConversationEvent => ({ type: 'avatar_start_talking', task_id });

interface Written {
  readonly element: HeygenAvatarElement;
  readonly transcript: HeygenAvatarTranscriptElement;
  readonly clock: FakeClock;
  readonly log: HTMLElement;
  say(...events: ConversationEvent[]): Promise<void>;
}

async function written(template = tag): Promise<Written> {
  const { element, fakes } = await liveFixture(template);
  const transcript = element.querySelector('heygen-avatar-transcript');
  if (!transcript) throw new Error('There is no transcript.');
  await customElements.whenDefined('heygen-avatar-transcript');
  await settled(element);
  const clock = new FakeClock();
  transcript.clock = clock;
  return {
    ...{ element, transcript, clock },
    log: inside(transcript, '[part="log"]'),
    say: async (...events) => {
      for (const event of events) fakes.service.session.say(event);
      await settled(element);
    },
  };
}

const items = (transcript: Element): HTMLElement[] => [
  ...(transcript.shadowRoot?.querySelectorAll('li') ?? []),
];
const words = (element: Element | null | undefined): string =>
  element?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';
const links = (transcript: Element): HTMLAnchorElement[] => [
  ...(transcript.shadowRoot?.querySelectorAll('a') ?? []),
];

describe('<heygen-avatar-transcript>', () => {
  before(() => defineControls());

  it('is loaded where a page has placed one, and says so while nothing was said', async () => {
    const { transcript } = await written();
    expect(words(inside(transcript, '[part="empty"]'))).to.equal('Nothing has been said yet.');
    expect(items(transcript)).to.have.lengthOf(0);
  });

  it('lists the turns: who says what, whose words still come, what was cut short, how long answers took', async () => {
    const { element, transcript, say } = await written();
    await element.speak('Why?');
    await say(starts(), says('Because'));
    const [user, avatar] = items(transcript);
    expect([words(user), user?.part.value]).to.deep.equal(['You Why?', 'turn user']);
    expect(words(avatar?.querySelector('[part="text"]'))).to.equal('Because');
    expect(avatar?.part.value).to.equal('turn avatar partial');
    expect(avatar?.dataset.answerMs).to.match(/^\d+$/);
    expect(user?.dataset.answerMs).to.equal(undefined);
    await element.interrupt();
    await settled(element);
    expect(avatar?.part.value).to.equal('turn avatar interrupted');
    expect(words(avatar)).to.contain('(interrupted)');
    await say(says('So.', 'b'), ends('b'));
    expect(items(transcript)[2]?.part.value).to.equal('turn avatar');
  });

  it('shows the seconds of an answer where the page wants them', async () => {
    const { element, transcript, say } = await written();
    await element.speak('Why?');
    await say(says('So.'));
    const time = items(transcript)[1]?.querySelector('[part="answer-time"]');
    expect(words(time)).to.match(/^\d+(\.\d)? sec$/);
    expect(time?.checkVisibility()).to.equal(false);
    element.style.setProperty('--heygen-avatar-transcript-answer-time', 'inline');
    expect(time?.checkVisibility()).to.equal(true);
    // In the language of the texts.
    element.lang = 'de';
    await untilRendered(transcript, () => words(time)?.endsWith('Sek.'));
    expect(words(time)).to.match(/^\d+(,\d)? Sek\.$/);
  });

  it('takes back a question that was not sent', async () => {
    const { element, transcript } = await written(tag);
    await element.stop();
    await element.speak('Why?').catch(() => undefined);
    await settled(element);
    expect(items(transcript)).to.have.lengthOf(0);
  });

  it('is kept after the end, and begins anew with the next session', async () => {
    const { element, transcript, say } = await written();
    element.tokenProvider = async () => 'another-token';
    await say(says('Hi.'));
    await element.stop();
    await settled(element);
    expect(items(transcript)).to.have.lengthOf(1);
    await element.start();
    await settled(element);
    expect(items(transcript)).to.have.lengthOf(0);
  });

  it('has words in the session’s language, and in their own direction', async () => {
    const { transcript, say } = await written();
    await say(says('שלום'));
    const text = inside(transcript, '[part="text"]');
    expect(text.lang).to.equal('de');
    expect(getComputedStyle(text).direction).to.equal('rtl');
  });

  it('tells no screen reader of each word, and can be read and scrolled by keyboard', async () => {
    const { transcript, log } = await written();
    expect([log.role, log.ariaLive, log.ariaLabel]).to.deep.equal(['log', 'off', 'Transcript']);
    transcript.focus();
    expect(transcript.shadowRoot?.activeElement).to.equal(log);
  });

  it('does nothing outside of an avatar', async () => {
    const { transcript } = await written();
    document.body.append(transcript);
    await transcript.updateComplete;
    expect(transcript.toText()).to.equal('');
    transcript.remove();
  });
});

describe('links in a transcript', () => {
  before(() => defineControls());

  const text = 'See https://good.example/a?b=1, http://good.example/ or https://bad.example/.';

  it('are text unless the page allows their host', async () => {
    const { transcript, say } = await written();
    await say(says(text), ends());
    expect(links(transcript)).to.have.lengthOf(0);
    expect(words(inside(transcript, '[part="text"]'))).to.equal(text);
  });

  it('lead to allowed hosts only, tell them nothing, and open a page of their own', async () => {
    const { element, transcript, say } = await written();
    element.setAttribute('transcript-link-hosts', 'other.example good.example');
    await say(says(text));
    expect(links(transcript), 'while words are coming').to.have.lengthOf(0);
    await say(ends());
    const [link, ...others] = links(transcript);
    expect(others).to.have.lengthOf(0);
    expect(link).to.include({
      href: 'https://good.example/a?b=1',
      target: '_blank',
      rel: 'noopener noreferrer nofollow',
      textContent: 'https://good.example/a?b=1',
    });
    expect(words(inside(transcript, '[part="text"]'))).to.equal(text);
  });

  it('are the transcript’s own where it says so, and change at once', async () => {
    const { element, transcript, say } = await written();
    element.transcriptLinkHosts = 'good.example';
    await say(says(text), ends());
    transcript.setAttribute('transcript-link-hosts', 'bad.example');
    await transcript.updateComplete;
    expect(links(transcript).map(({ href }) => href)).to.deep.equal(['https://bad.example/']);
    transcript.setAttribute('transcript-link-hosts', '');
    await transcript.updateComplete;
    expect(links(transcript)).to.have.lengthOf(0);
  });

  const hosts = linkHosts('good.example shop.example:8443 BÜCHER.example a/b user@evil.example *');
  const found = (given: string): string[] =>
    linkPieces(given, hosts).flatMap(({ href }) => (href === undefined ? [] : [href]));

  for (const [given, ...expected] of [
    ['https://good.example', 'https://good.example/'],
    ['HTTPS://GOOD.EXAMPLE/Path', 'https://good.example/Path'],
    ['(https://good.example/a)', 'https://good.example/a'],
    ['https://good.example/a_(b)', 'https://good.example/a_(b)'],
    ['„https://good.example/x“', 'https://good.example/x'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://shop.example:8443/', 'https://shop.example:8443/'],
    ['https://shop.example/'],
    ['https://sub.good.example/'],
    ['https://good.example.evil.example/'],
    ['https://good.example@evil.example/'],
    ['https://good.example:pass@good.example/'],
    ['https://evil.example/https://good.example'],
    ['javascript:alert(1)//https:good.example'],
    ['https://'],
    ['https://good.example\u202E/'],
  ] as const) {
    it(`of “${given}”: ${expected.join(', ') || 'none'}`, () => {
      expect(found(given)).to.deep.equal(expected);
      expect(
        linkPieces(given, hosts)
          .map((piece) => piece.text)
          .join(''),
      ).to.equal(given);
    });
  }

  it('are looked for in no more time than the text is long', () => {
    const before = performance.now();
    for (const text of ['https://'.repeat(100_000), `https://good.example/${')'.repeat(500_000)}`])
      linkPieces(text, hosts);
    expect(performance.now() - before).to.be.below(2_000);
  });
});

describe('the files of a transcript', () => {
  const turn = (role: TranscriptTurn['role'], text: string, startedAt: number): TranscriptTurn => ({
    ...{ id: text, role, text, final: true, interrupted: false, startedAt },
  });
  const turns = [
    turn('avatar', 'Hello.', 1_000_500),
    turn('user', 'A --> B\n\n00:00 <b>&', 1_002_000),
    { ...turn('avatar', 'Well', 4_662_345), interrupted: true },
  ];

  it('are text, a line for each turn, and times from the session’s start', () => {
    expect(transcriptText(turns, 1_000_000, en).split('\n').slice(0, 2)).to.deep.equal([
      '[0:00] Avatar: Hello.',
      '[0:02] You: A --> B',
    ]);
    expect(transcriptText(turns, 1_000_000, en)).to.match(/\[1:01:02\] Avatar: Well \(interrupted\)\n$/);
  });

  it('are WebVTT that a browser reads, in which no text is a cue of its own', async () => {
    const vtt = transcriptWebVtt(turns, 1_000_000, { ...en, you: 'A & <B>' });
    expect(vtt).to.match(/^WEBVTT\n\n00:00:00\.500 --> 00:00:0\d\.\d{3}\n<v Avatar>Hello\.\n\n/);
    expect(vtt).to.contain('<v A &amp; &lt;B&gt;>A --&gt; B 00:00 &lt;b&gt;&amp;\n');
    expect(vtt).to.contain('01:01:02.345 --> ');
    const video = document.createElement('video');
    const track = document.createElement('track');
    track.src = URL.createObjectURL(new Blob([vtt], { type: 'text/vtt' }));
    video.append(track);
    track.track.mode = 'hidden';
    await oneEvent(track, 'load');
    const cues = [...(track.track.cues ?? [])] as VTTCue[];
    expect(cues.map((cue) => cue.getCueAsHTML().textContent)).to.deep.equal([
      'Hello.',
      'A --> B 00:00 <b>&',
      'Well (interrupted)',
    ]);
    expect(cues.every(({ startTime, endTime }) => endTime > startTime)).to.equal(true);
    URL.revokeObjectURL(track.src);
  });

  it('have no time before the session’s start', () => {
    expect(transcriptWebVtt(turns, 5_000_000, en)).to.contain('00:00:00.000 --> 00:00:00.500');
    expect(transcriptText(turns, 5_000_000, en)).to.contain('[0:00]');
  });
});

describe('the buttons of a transcript', () => {
  before(() => defineControls());

  const button = (transcript: Element, label: string): HTMLElement => {
    const found = [...(transcript.shadowRoot?.querySelectorAll('button') ?? [])].find(
      ({ textContent }) => textContent.trim() === label,
    );
    if (!found) throw new Error(`There is no button ${label}.`);
    return found;
  };
  const said = (transcript: Element): string => words(inside(transcript, '[role="status"]'));

  /** Replaces the clipboard until the test is over. */
  function clipboard(writeText: (text: string) => Promise<void>): void {
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
  }
  afterEach(() => Reflect.deleteProperty(navigator, 'clipboard'));

  it('copy it, and say so for a moment', async () => {
    const { transcript, clock, say } = await written();
    const copied: string[] = [];
    clipboard(async (text) => void copied.push(text));
    await say(says('Hi.'), ends());
    button(transcript, 'Copy').click();
    await nextTask();
    await transcript.updateComplete;
    expect(copied).to.deep.equal(['[0:00] Avatar: Hi.\n']);
    expect(said(transcript)).to.equal('Copied');
    clock.advance(3);
    await transcript.updateComplete;
    expect(said(transcript)).to.equal('');
  });

  it('say that the browser refuses to copy', async () => {
    const { transcript, say } = await written();
    clipboard(() => Promise.reject(new DOMException('No.', 'NotAllowedError')));
    await say(says('Hi.'));
    button(transcript, 'Copy').click();
    await nextTask();
    await transcript.updateComplete;
    expect(said(transcript)).to.equal(en.copyFailed);
  });

  for (const [label, name, type, start] of [
    ['Save as text', 'transcript.txt', 'text/plain;charset=utf-8', '[0:00] Avatar: Hi.'],
    ['Save as captions', 'transcript.vtt', 'text/vtt;charset=utf-8', 'WEBVTT'],
  ] as const) {
    it(`save a file: ${name}`, async () => {
      const { transcript, clock, say } = await written();
      await say(says('Hi.'), ends());
      let blob: Blob | undefined;
      let link: HTMLAnchorElement | undefined;
      const { createObjectURL } = URL;
      URL.createObjectURL = (made: Blob) => {
        blob = made;
        return createObjectURL.call(URL, made);
      };
      const { click } = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
        // oxlint-disable-next-line typescript/no-this-alias -- the link that was made, which is in no document
        link = this;
      };
      button(transcript, label).click();
      URL.createObjectURL = createObjectURL;
      HTMLAnchorElement.prototype.click = click;
      expect(link?.download).to.equal(name);
      expect(blob?.type).to.equal(type);
      expect(await (await fetch(link?.href ?? '')).text()).to.match(
        new RegExp(`^${start.replaceAll(/[[\]]/g, '\\$&')}`),
      );
      clock.advance(3);
      expect(clock.pending, 'kept for ever').to.equal(0);
    });
  }

  it('do nothing while nothing was said', async () => {
    const { transcript, clock } = await written();
    let copied = false;
    clipboard(async () => void (copied = true));
    for (const label of ['Copy', 'Save as text', 'Save as captions']) button(transcript, label).click();
    await nextTask();
    expect([copied, clock.pending]).to.deep.equal([false, 0]);
  });
});

describe('a long transcript', () => {
  before(() => defineControls());

  const many = (count: number): ConversationEvent[] =>
    Array.from({ length: count }, (_, n) => [says(`This is turn ${n}.`, `t${n}`), ends(`t${n}`)]).flat();
  const atEnd = ({ scrollTop, clientHeight, scrollHeight }: HTMLElement): boolean =>
    scrollTop + clientHeight >= scrollHeight - 2;

  it('follows what is said', async () => {
    const { log, say } = await written();
    await say(...many(30));
    expect(log.scrollHeight).to.be.above(log.clientHeight);
    expect(atEnd(log)).to.equal(true);
    await say(says('More', 'x'));
    expect(atEnd(log)).to.equal(true);
  });

  it('stays where the reader has scrolled to, and follows again from the end', async () => {
    const { transcript, log, say } = await written();
    await say(...many(30));
    let scrolled = oneEvent(log, 'scroll');
    log.scrollTop = 40;
    await scrolled;
    await say(says('More', 'x'), says('More', 'y'));
    expect(log.scrollTop).to.equal(40);
    const latest = inside(transcript, '.latest');
    expect(words(latest)).to.equal('Latest');
    scrolled = oneEvent(log, 'scroll');
    latest.click();
    await transcript.updateComplete;
    expect(atEnd(log)).to.equal(true);
    expect(transcript.shadowRoot?.activeElement, 'keeps the keyboard’s place').to.equal(log);
    await scrolled;
    await say(says('Last', 'z'));
    expect(atEnd(log)).to.equal(true);
    expect(transcript.shadowRoot?.querySelector('.latest')).to.equal(null);
  });

  it('follows again once the reader has scrolled to its end', async () => {
    const { log, say } = await written();
    await say(...many(30));
    for (const top of [0, log.scrollHeight]) {
      const scrolled = oneEvent(log, 'scroll');
      log.scrollTop = top;
      await scrolled;
    }
    await say(says('More', 'x'));
    expect(atEnd(log)).to.equal(true);
  });

  it('has its last hundred turns in the page, and the others on demand, where the reader was', async () => {
    const { transcript, log, say } = await written();
    await say(...many(250));
    expect(items(transcript)).to.have.lengthOf(100);
    expect(words(items(transcript)[0])).to.equal('Avatar This is turn 150.');
    const scrolled = oneEvent(log, 'scroll');
    log.scrollTop = 0;
    await scrolled;
    await transcript.updateComplete;
    const first = items(transcript)[0];
    const { top } = first?.getBoundingClientRect() ?? { top: 0 };
    inside(transcript, '.earlier').click();
    await transcript.updateComplete;
    expect(items(transcript)).to.have.lengthOf(200);
    expect(items(transcript)[100]).to.equal(first);
    expect(first?.getBoundingClientRect().top).to.be.closeTo(top, 3);
    inside(transcript, '.earlier').click();
    await transcript.updateComplete;
    expect(items(transcript)).to.have.lengthOf(250);
    expect(transcript.shadowRoot?.querySelector('.earlier')).to.equal(null);
    expect(transcript.shadowRoot?.activeElement, 'keeps the keyboard’s place').to.equal(log);
    expect(transcript.toText().split('\n')).to.have.lengthOf(251);
  });

  it('takes no more time for a word after hundreds of turns', async () => {
    const { element, say } = await written();
    await say(...many(800));
    await say(says('word', 'x'));
    const tasks: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const before = performance.now();
      await say(says(' word', 'x'));
      tasks.push(performance.now() - before);
    }
    expect(element.transcript).to.have.lengthOf(801);
    // The quickest: other tests and programs run at the same time.
    expect(Math.min(...tasks), 'milliseconds for a word').to.be.below(16);
  }).timeout(20_000);

  it('survives ten thousand hostile messages', async () => {
    const { transcript, say } = await written();
    const hostile = [
      '<script>alert(1)</script>',
      '\u202E',
      '\0',
      'x'.repeat(500),
      '}}${1}',
      '\uD800',
      '\n\n',
    ];
    await say(...Array.from({ length: 10_000 }, (_, n) => says(hostile[n % 7] ?? '', `h${n % 300}`)));
    expect(items(transcript)).to.have.lengthOf(100);
    expect(transcript.shadowRoot?.querySelector('script')).to.equal(null);
    const { scrollWidth, clientWidth } = inside(transcript, '[part="log"]');
    expect(scrollWidth).to.equal(clientWidth);
  }).timeout(30_000);
});

describe('<heygen-avatar-transcript-button>', () => {
  before(() => defineControls(['heygen-avatar-transcript-button']));

  const bar = html`<heygen-avatar token="t" controls="transcript end" style="width: 640px"></heygen-avatar>`;

  async function opened(): Promise<{
    element: HeygenAvatarElement;
    button: HTMLElement;
    panel(): Element | null;
  }> {
    const { element, fakes } = await liveFixture(bar);
    fakes.service.session.say(says('Good morning.'));
    await settled(element);
    const button = control(element, 'transcript-button', '[aria-expanded]');
    button.focus();
    await sendKeys({ press: 'Enter' });
    const host = inside(element, 'heygen-avatar-transcript-button');
    const panel = (): Element | null => host.shadowRoot?.querySelector('heygen-avatar-transcript') ?? null;
    while (!panel()?.shadowRoot?.activeElement) await new Promise(requestAnimationFrame);
    return { element, button, panel };
  }

  it('opens a panel within the element by keyboard, and moves there', async () => {
    const { element, button, panel } = await opened();
    expect(button.ariaExpanded).to.equal('true');
    const transcript = panel();
    if (!transcript) throw new Error('There is no panel.');
    expect(words(items(transcript)[0])).to.equal('Avatar Good morning.');
    expect(transcript.shadowRoot?.activeElement).to.equal(inside(transcript, '[part="log"]'));
    const outer = element.getBoundingClientRect();
    const box = transcript.getBoundingClientRect();
    expect(box.top).to.be.at.least(outer.top);
    expect(box.left).to.be.at.least(outer.left);
    expect(box.right).to.be.at.most(outer.right);
    expect(box.bottom, 'leaves the bar free').to.be.at.most(button.getBoundingClientRect().top);
  });

  it('stays within the element when the conversation is long', async () => {
    const { element, panel } = await opened();
    for (let n = 0; n < 60; n += 1) await element.speak(`Question ${n}?`);
    await settled(element);
    await (panel() as HeygenAvatarTranscriptElement).updateComplete;
    expect(panel()?.getBoundingClientRect().top).to.be.at.least(element.getBoundingClientRect().top);
  });

  it('closes with Escape, and the keyboard is back at the button', async () => {
    const { element, button, panel } = await opened();
    let isUsed: boolean | undefined;
    const listener = (event: KeyboardEvent): void => void (isUsed = event.defaultPrevented);
    addEventListener('keydown', listener);
    await sendKeys({ press: 'Escape' });
    await settled(element);
    removeEventListener('keydown', listener);
    expect([panel(), button.ariaExpanded]).to.deep.equal([null, 'false']);
    expect(inside(element, 'heygen-avatar-transcript-button').shadowRoot?.activeElement).to.equal(button);
    expect(isUsed, 'told to the page, whose own dialog stays open').to.equal(true);
  });

  it('closes with its close button', async () => {
    const { element, panel } = await opened();
    control(element, 'transcript-button', '[part="close"]').click();
    await settled(element);
    expect(panel()).to.equal(null);
  });

  it('closes with the button', async () => {
    const { element, button, panel } = await opened();
    button.click();
    await settled(element);
    expect(panel()).to.equal(null);
  });
});
