// `npm run bench`: our client beside HeyGen's SDK of each service, 2.1.0 and LiveAvatar's 0.0.18, and beside a bare
// script that makes the same calls, which has livekit-client at hand, or cold loads it with the start; in one run on
// one sandbox. It judges nothing: it prints, and fails only if something broke.
//   npm run bench -- [--runs 20] [--voice-runs 5] [--delay 40] [--service liveavatar] [--json]
//   npm run bench -- --runs 50 --no-direct --no-voice --no-live    only starts, only with the delay: a quarter of an hour
//   npm run bench -- --no-starts --no-voice    only what a silent session takes of the main thread
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Service } from './pages/bench-page.js';
import {
  liveReport,
  sizeReport,
  startReport,
  voiceReport,
  type MainThreadTimes,
  type ServiceTimes,
  type VoiceTimes,
} from './report.js';
import { joined, Runs, showers, type Series, type Shower } from './runs.js';
import { measureSizes } from './sizes.js';
import { spreadOf } from './statistics.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    'voice-runs': { type: 'string', default: '5' },
    delay: { type: 'string', default: '40' },
    service: { type: 'string', multiple: true },
    direct: { type: 'boolean', default: true },
    voice: { type: 'boolean', default: true },
    starts: { type: 'boolean', default: true },
    live: { type: 'boolean', default: true },
    'live-runs': { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
const rounds = wholeNumber('runs', values.runs);
const voiceRounds = Math.min(rounds, wholeNumber('voice-runs', values['voice-runs']));
const liveRounds = wholeNumber('live-runs', values['live-runs']);
/** How long each silent session is measured. */
const liveSeconds = 10;
const delay = wholeNumber('delay', values.delay);

const both: readonly Service[] = ['interactive-avatar', 'liveavatar'];
const unknown = values.service?.find((name) => !both.some((service) => service === name));
if (unknown !== undefined) {
  console.error(`--service is ${both.join(' or ')}, not ${unknown}.`);
  process.exit(2);
}
const services = both.filter((service) => values.service?.includes(service) ?? true);

// Leaving runs the `exit` handlers that end Chromium and the sandbox.
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const say = (line: string): void => console.error(line);
const sizes = await measureSizes();
/** Rounds on one sandbox: starts get slower, whoever makes them, after some hundred sessions on the same one. */
const longestTurn = 10;
let runs = await begin();
try {
  const starts: ServiceTimes[] = [];
  for (const service of values.starts ? services : []) {
    starts.push({
      service,
      ...(values.direct ? { direct: await startsOf(service, 0) } : {}),
      delayed: await startsOf(service, delay),
    });
  }
  const voice: VoiceTimes[] = [];
  const transports = [
    ['interactive-avatar', 'websocket'],
    ['interactive-avatar', 'livekit'],
    ['liveavatar', 'livekit'],
  ] as const;
  for (const [service, transport] of values.voice ? transports : []) {
    if (!services.includes(service)) continue;
    say(`voice chat, ${service} over ${transport}`);
    const [official, ours] = [
      await runs.voiceChat(service, 'official', transport, voiceRounds),
      await runs.voiceChat(service, 'ours', transport, voiceRounds),
    ];
    voice.push({ service, transport, official: spreadOf(official), ours: spreadOf(ours) });
  }
  const live: MainThreadTimes[] = [];
  for (const service of values.live ? services : []) {
    const times = Object.fromEntries(Object.keys(showers).map((name) => [name, []])) as unknown as Record<
      Shower,
      number[]
    >;
    for (let round = 1; round <= liveRounds; round += 1) {
      say(`silent session, ${service}: run ${round} of ${liveRounds}`);
      for (const name of Object.keys(showers) as Shower[])
        times[name].push(await runs.mainThread(service, name, liveSeconds));
    }
    live.push({ service, times });
  }
  const machine = {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    load: loadavg()[0]?.toFixed(1),
    chromium: runs.chromium,
    node: process.version,
  };
  if (values.json) {
    console.log(JSON.stringify({ machine, rounds, delay, starts, voice, live, sizes }, null, 2));
  } else {
    const about = Object.entries(machine).map(([name, value]) => `${name} ${String(value)}`);
    console.log(about.join(', '));
    if (values.starts)
      console.log(`${rounds} runs of each in turn, every one a first visit. Minimum / median / maximum.`);
    for (const times of starts) console.log(startReport(times, delay));
    if (values.voice) console.log(voiceReport(voice, voiceRounds));
    for (const times of live) console.log(liveReport(times, liveSeconds));
    console.log(sizeReport(sizes));
  }
} finally {
  await runs.end();
}

function begin(): Promise<Runs> {
  return Runs.begin((line) => say(`[sandbox] ${line}`));
}

async function startsOf(service: Service, milliseconds: number): Promise<Series> {
  const link = milliseconds > 0 ? `, ${milliseconds} ms` : '';
  const turns: Series[] = [];
  for (let done = 0; done < rounds; done += longestTurn) {
    if (done > 0) {
      await runs.end();
      runs = await begin();
    }
    const told = (round: number): void => say(`${service}: run ${done + round} of ${rounds}${link}`);
    turns.push(await runs.starts(service, Math.min(longestTurn, rounds - done), milliseconds, told));
  }
  return joined(turns);
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} is a whole number above zero, not ${text}.`);
  process.exit(2);
}
