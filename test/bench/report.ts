// What the bench prints: ours beside the SDK of each service, as tables with ratios.
import type { Service, StartTimes } from './pages/bench-page.js';
import type { Contestant, Series, Transport } from './runs.js';
import type { Sizes } from './sizes.js';
import { differences, kilobytes, milliseconds, spreadOf, table, type Spread } from './statistics.js';

export interface ServiceTimes {
  readonly service: Service;
  readonly direct: Series;
  readonly delayed: Series;
}

export interface VoiceTimes {
  readonly service: Service;
  readonly transport: Transport;
  readonly official: Spread;
  readonly ours: Spread;
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

/** The starts on one service, and how much later our first frame is than the bare script's. */
export function startReport({ service, direct, delayed }: ServiceTimes, delay: number): string {
  const each = `, ${delay} ms each way`;
  const columns = [sdks[service], 'ours', 'ours, warmed up', 'bare script', 'official ÷ ours', '÷ warmed up'];
  return [
    `\n${names[service]}, from the call to`,
    table([['', ...columns], ...startRows(direct, ''), ...startRows(delayed, each)]),
    `\nOwn delay on ${names[service]}: how much later the first frame is than the bare script’s of the same round, ms`,
    table([
      ['', 'official', 'ours', 'ours, warmed up', 'bar (median)'],
      ['no delay', ...ownDelays(direct), '50'],
      [`${delay} ms each way`, ...ownDelays(delayed), '50'],
    ]),
  ].join('\n');
}

function startRows(series: Series, link: string): string[][] {
  return (Object.keys(moments) as (keyof StartTimes)[]).map((moment) => {
    const of = (name: Contestant): Spread => spreadOf(series[name].map((times) => times[moment]));
    const [official, ours, warm, bare] = [of('official'), of('ours'), of('ours warmed up'), of('bare')];
    return [
      `${moments[moment]}${link}, ms`,
      ...[official, ours, warm, bare].map(milliseconds),
      ...[ours, warm].map(({ median }) => ratio(official.median, median)),
    ];
  });
}

function ownDelays(series: Series): string[] {
  const frames = (of: Contestant): number[] => series[of].map(({ firstFrame }) => firstFrame);
  return (['official', 'ours', 'ours warmed up'] as const).map((name) =>
    milliseconds(spreadOf(differences(frames(name), frames('bare')))),
  );
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
