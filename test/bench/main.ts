// `npm run bench`: our client beside HeyGen's SDK 2.1.0 and beside a bare script that makes the same calls, in one
// run on one sandbox. It judges nothing: it prints, and fails only if something broke.
//   npm run bench -- [--runs 20] [--voice-runs 5] [--delay 40] [--json]
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { StartTimes } from './pages/bench-page.js';
import { Runs, type Contestant, type Series, type Transport } from './runs.js';
import { measureSizes } from './sizes.js';
import { differences, kilobytes, milliseconds, spreadOf, table, type Spread } from './statistics.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    'voice-runs': { type: 'string', default: '5' },
    delay: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = wholeNumber('runs', values.runs);
const voiceRounds = Math.min(rounds, wholeNumber('voice-runs', values['voice-runs']));
const delay = wholeNumber('delay', values.delay);

const moments = { streamReady: 'stream_ready', firstFrame: 'first frame' } as const;
const transports: readonly Transport[] = ['websocket', 'livekit'];

// Leaving runs the `exit` handlers that end Chromium and the sandbox.
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const say = (line: string): void => console.error(line);
const sizes = await measureSizes();
const runs = await Runs.begin((line) => say(`[sandbox] ${line}`));
try {
  const direct = await runs.starts(rounds, 0, (round) => say(`run ${round} of ${rounds}`));
  const delayed = await runs.starts(rounds, delay, (round) => say(`run ${round} of ${rounds}, ${delay} ms`));
  const voice: Record<string, Record<Transport, Spread | null>> = {};
  for (const name of ['official', 'ours'] as const) {
    say(`voice chat, ${name}`);
    const [websocket, livekit] = [
      await runs.voiceChat(name, 'websocket', voiceRounds),
      await runs.voiceChat(name, 'livekit', voiceRounds),
    ];
    voice[name] = { websocket: websocket && spreadOf(websocket), livekit: livekit && spreadOf(livekit) };
  }
  const machine = {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    load: loadavg()[0]?.toFixed(1),
    chromium: runs.chromium,
    node: process.version,
  };
  if (values.json) {
    console.log(JSON.stringify({ machine, rounds, delay, direct, delayed, voice, sizes }, null, 2));
  } else {
    print(machine, direct, delayed, voice);
  }
} finally {
  await runs.end();
}

function print(
  machine: Record<string, unknown>,
  direct: Series,
  delayed: Series,
  voice: Record<string, Partial<Record<Transport, Spread | null>>>,
): void {
  console.log(
    Object.entries(machine)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', '),
  );
  console.log(`${rounds} runs of each in turn, every one a first visit. Minimum / median / maximum.\n`);

  const startRows = (series: Series, link: string): string[][] =>
    (Object.keys(moments) as (keyof StartTimes)[]).map((moment) => {
      const of = (name: Contestant): Spread => spreadOf(series[name].map((times) => times[moment]));
      const [official, ours, warm, bare] = [of('official'), of('ours'), of('ours warmed up'), of('bare')];
      return [
        `${moments[moment]}${link}, ms`,
        ...[official, ours, warm, bare].map(milliseconds),
        ...[ours, warm].map(({ median }) => ratio(official.median, median)),
      ];
    });
  const columns = [
    'official 2.1.0',
    'ours',
    'ours, warmed up',
    'bare script',
    'official ÷ ours',
    '÷ warmed up',
  ];
  const each = `, ${delay} ms each way`;
  console.log(table([['to', ...columns], ...startRows(direct, ''), ...startRows(delayed, each)]));

  const ownDelay = (series: Series, name: Contestant): string => {
    const [mine, bare] = [name, 'bare' as const].map((of) => series[of].map(({ firstFrame }) => firstFrame));
    return milliseconds(spreadOf(differences(mine ?? [], bare ?? [])));
  };
  console.log(
    '\nOur own delay: how much later the first frame is than the bare script’s of the same round, ms',
  );
  console.log(
    table([
      ['', 'ours', 'ours, warmed up', 'bar (median)'],
      ['no delay', ownDelay(direct, 'ours'), ownDelay(direct, 'ours warmed up'), '50'],
      [`${delay} ms each way`, ownDelay(delayed, 'ours'), ownDelay(delayed, 'ours warmed up'), '50'],
    ]),
  );

  console.log(`\nVoice chat ready after the microphone is granted, ms (${voiceRounds} runs)`);
  const voiceRows = transports.map((transport) => {
    const [official, ours] = [voice['official']?.[transport] ?? null, voice['ours']?.[transport] ?? null];
    const times = official && ours ? ratio(official.median, ours.median) : '';
    return [transport, milliseconds(official), milliseconds(ours), times];
  });
  console.log(table([['transport', 'official 2.1.0', 'ours', 'official ÷ ours'], ...voiceRows]));

  console.log('\nWhat a page loads, minified, brotli');
  const { official, client, element } = sizes;
  const sizeRows = (['beforeStart', 'live'] as const).map((when) => [
    when === 'beforeStart' ? 'before anyone presses start' : 'for a live session',
    ...[official, client, element].map((loaded) => kilobytes(loaded[when])),
    ratio(official[when], client[when]),
  ]);
  console.log(
    table([
      ['', 'official 2.1.0', 'our client', 'our element, Lit included', 'official ÷ client'],
      ...sizeRows,
    ]),
  );
}

function ratio(theirs: number, ours: number): string {
  return `${(theirs / ours).toFixed(2)} ×`;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} is a whole number above zero, not ${text}.`);
  process.exit(2);
}
