// What the bench prints: ours beside the SDK of each service, as tables with ratios.
import type { Service, StartTimes } from './pages/bench-page.js';
import type { Contestant, Series, Shower, Transport } from './runs.js';
import type { Sizes } from './sizes.js';
import { differences, kilobytes, milliseconds, spreadOf, table, type Spread } from './statistics.js';

export interface ServiceTimes {
  readonly service: Service;
  /** Without a delay. */
  readonly direct?: Series;
  readonly delayed: Series;
}

export interface VoiceTimes {
  readonly service: Service;
  readonly transport: Transport;
  readonly official: Spread;
  readonly ours: Spread;
}

export interface MainThreadTimes {
  readonly service: Service;
  /** Milliseconds of each second, by run. */
  readonly times: Readonly<Record<Shower, readonly number[]>>;
}

const names: Readonly<Record<Service, string>> = {
  'interactive-avatar': 'Interactive Avatar',
  liveavatar: 'LiveAvatar',
};
const sdks: Readonly<Record<Service, string>> = {
  'interactive-avatar': 'official 2.1.0',
  liveavatar: 'official 0.0.18',
};
const moments = {
  started: 'start resolved',
  streamReady: 'stream_ready',
  firstFrame: 'first frame',
} as const;

/** In the order of the columns. */
const contestants = ['official', 'ours', 'ours warmed up', 'bare', 'bare cold'] as const;

/** The starts on one service, and how much later our first frame is than the bare script's. */
export function startReport({ service, direct, delayed }: ServiceTimes, delay: number): string {
  const link = `${delay} ms each way`;
  const columns = [
    sdks[service],
    'ours',
    'ours, warmed up',
    'bare script',
    'bare, cold',
    'official ÷ ours',
    '÷ warmed up',
  ];
  return [
    `\n${names[service]}, from the call to`,
    table([['', ...columns], ...(direct ? startRows(direct, '') : []), ...startRows(delayed, `, ${link}`)]),
    `\nSlowest first frame on ${names[service]}, ms, and how many times the median it is (bar: 1.50)`,
    table([
      ['', sdks[service], 'ours', 'ours, warmed up', 'bare script', 'bare, cold'],
      ...(direct ? [['no delay', ...slowestStarts(direct)]] : []),
      [link, ...slowestStarts(delayed)],
    ]),
    `\nOwn delay on ${names[service]}: how much later the first frame is than the bare script’s of the same round, ms`,
    table([
      ['', 'official', 'ours', 'ours, warmed up', 'ours − bare, cold', 'bar (median of ours)'],
      ...(direct ? [['no delay', ...ownDelays(direct), '50']] : []),
      [link, ...ownDelays(delayed), '50'],
    ]),
  ].join('\n');
}

function startRows(series: Series, link: string): string[][] {
  return (Object.keys(moments) as (keyof StartTimes)[]).map((moment) => {
    const of = (name: Contestant): Spread => spreadOf(series[name].map((times) => times[moment]));
    const spreads = contestants.map(of);
    const [official, ours, warm] = spreads as [Spread, Spread, Spread];
    return [
      `${moments[moment]}${link}, ms`,
      ...spreads.map(milliseconds),
      ...[ours, warm].map(({ median }) => ratio(official.median, median)),
    ];
  });
}

function slowestStarts(series: Series): string[] {
  return contestants.map((name) => {
    const { median, maximum } = spreadOf(series[name].map(({ firstFrame }) => firstFrame));
    return `${maximum.toFixed(0)}, ${(maximum / median).toFixed(2)} ×`;
  });
}

function ownDelays(series: Series): string[] {
  const frames = (of: Contestant): number[] => series[of].map(({ firstFrame }) => firstFrame);
  const pairs = [
    ['official', 'bare'],
    ['ours', 'bare'],
    ['ours warmed up', 'bare'],
    ['ours', 'bare cold'],
  ] as const;
  return pairs.map(([name, beside]) => milliseconds(spreadOf(differences(frames(name), frames(beside)))));
}

export function voiceReport(voice: readonly VoiceTimes[], rounds: number): string {
  const rows = voice.map(({ service, transport, official, ours }) => [
    `${names[service]}, ${transport}`,
    milliseconds(official),
    milliseconds(ours),
    ratio(official.median, ours.median),
  ]);
  return [
    `\nVoice chat ready after the microphone is granted, ms (${rounds} runs)`,
    table([['', 'the official SDK', 'ours', 'official ÷ ours'], ...rows]),
  ].join('\n');
}

/** What a session takes of the main thread while nobody says anything. */
export function liveReport({ service, times }: MainThreadTimes, seconds: number): string {
  const bare = times['bare video'];
  const rows = Object.entries(times).map(([name, spent]) => [
    name,
    oneDecimal(spreadOf(spent)),
    name === 'bare video' ? '' : oneDecimal(spreadOf(differences(spent, bare))),
    name.startsWith('our element') ? '20' : '',
  ]);
  return [
    `\nMain thread in a silent session on ${names[service]}, ms a second (${bare.length} runs of ${seconds} s)`,
    table([['', 'minimum / median / maximum', 'above bare video', 'bar'], ...rows]),
  ].join('\n');
}

function oneDecimal({ minimum, median, maximum }: Spread): string {
  return [minimum, median, maximum].map((value) => value.toFixed(1)).join(' / ');
}

export function sizeReport({ official, client, element }: Sizes): string {
  const rows = (Object.keys(names) as Service[]).flatMap((service) => [
    [
      `${names[service]}, before anyone presses start`,
      ...[official[service], client.beforeStart, element.beforeStart].map(kilobytes),
      ratio(official[service], client.beforeStart),
    ],
    [
      `${names[service]}, for a live session`,
      ...[official[service], client.live[service], element.live[service]].map(kilobytes),
      ratio(official[service], client.live[service]),
    ],
  ]);
  const columns = ['the official SDK', 'our client', 'our element, Lit included', 'official ÷ client'];
  return ['\nWhat a page loads, minified, brotli', table([['', ...columns], ...rows])].join('\n');
}

function ratio(theirs: number, ours: number): string {
  return `${(theirs / ours).toFixed(2)} ×`;
}
