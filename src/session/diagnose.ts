/**
 * Checks whether this page, browser and network have what a session needs. The checks run at the same time, each with a
 * deadline. They open no session, ask the visitor nothing, and leave nothing behind. Loaded on demand.
 */

import type { DiagnoseOptions, DiagnosisCheck, DiagnosisRow } from '../api/diagnosis.js';
import { sessionError } from '../api/error-table.js';
import { isStreamingAvatarError } from '../api/errors.js';
import { watchPolicy } from '../api/page-policy.js';
import { policyAllows } from '../media/microphone-policy.js';
import type { ProbeCall } from '../services/service.js';
import { noAbort, withDeadline } from '../api/wait.js';
import type { Backend } from './ports.js';
import { ports } from './ports.js';

/** Longest duration of a check, in milliseconds, and of the wait for ICE servers within one. */
const checkDeadline = 5_000;
const iceServerDeadline = 4_000;

const needsToken = 'Only the token tells which service is meant. Call diagnose({ token }), or set service.';

type Finding = Omit<DiagnosisRow, 'check' | 'milliseconds'>;

/** Runs the checks. `backend` is undefined while only a token can tell the service. */
export async function diagnose(
  backend: Backend | undefined,
  basePath: string | undefined,
  { token, signal = noAbort, iceServers = [] }: DiagnoseOptions,
): Promise<DiagnosisRow[]> {
  if (typeof signal?.throwIfAborted !== 'function')
    throw sessionError('invalid_option', { message: 'The signal of diagnose() is no AbortSignal.' });
  const policy = watchPolicy();

  /** Checks whether a part of the service can be reached. A call that the page's policy forbids isn't a network failure. */
  const probe = async (part: ProbeCall['part'], signal: AbortSignal, reached: string): Promise<Finding> => {
    if (!backend) return { status: 'unknown', message: needsToken };
    const loaded = await backend.loadService();
    if (!loaded.parts.includes(part)) return fine('This service needs none.');
    try {
      await loaded.probe({ part, token, basePath, signal });
      return fine(reached);
    } catch (error) {
      if (!isNetwork(error)) throw error;
      const url = new URL(basePath || loaded.basePath, document.baseURI);
      if (part === 'socket') url.protocol = url.protocol.replace('http', 'ws');
      throw (await policy.hasBlocked(url.href, signal)) ? sessionError('content_security_policy') : error;
    }
  };

  const taken = token ? 'The service can be reached, and takes the token.' : 'The service can be reached.';
  const calls = row('service', signal, (signal) => probe('calls', signal, taken));
  const socket = row('websocket', signal, (signal) =>
    probe('socket', signal, 'A WebSocket to the service opens.'),
  );
  try {
    return await Promise.all([
      row('secure_context', signal, checkSecureContext),
      row('microphone', signal, checkMicrophone, () => new Error('the browser does not answer')),
      row('codecs', signal, checkCodecs),
      calls,
      // If the service can be reached, a failed socket says nothing: the service refuses it without a session.
      Promise.all([socket, calls]).then(([socket, calls]) =>
        socket.code === 'network' && calls.code !== 'network' ? refused(socket) : socket,
      ),
      row('ice', signal, (signal) => checkIce(iceServers, signal), iceBlocked),
    ]);
  } finally {
    policy.end();
  }
}

/** Runs one check. It ends with its finding, its failure, the page's signal or its deadline. */
async function row(
  check: DiagnosisCheck,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Finding>,
  late: () => Error = () => sessionError('timeout'),
): Promise<DiagnosisRow> {
  const begun = performance.now();
  const finding = await withDeadline(ports.clock, checkDeadline, signal, late, work).catch(
    (error: unknown): Finding => {
      if (signal.aborted)
        return { status: 'unknown', code: 'aborted', message: 'The diagnosis was cancelled.' };
      return failure(error);
    },
  );
  return { check, ...finding, milliseconds: Math.round(performance.now() - begun) };
}

function failure(error: unknown): Finding {
  if (isStreamingAvatarError(error)) {
    const { code, message } = error;
    const passes = code === 'rate_limited' || code === 'concurrency_limit';
    return { status: passes ? 'warning' : 'failed', code, message };
  }
  const why = error instanceof Error ? error.message : String(error);
  return { status: 'unknown', message: `This could not be found out: ${why}.` };
}

const fine = (message: string): Finding => ({ status: 'ok', message });

const isNetwork = (error: unknown): boolean => isStreamingAvatarError(error) && error.code === 'network';

function refused({ check, milliseconds }: DiagnosisRow): DiagnosisRow {
  const message =
    'The chat socket did not open. The service refuses it without a session, and a page cannot tell that from a proxy or firewall that blocks WebSockets. A session works without it, but without user_start and user_stop.';
  return { check, status: 'unknown', message, milliseconds };
}

async function checkSecureContext(): Promise<Finding> {
  if (!globalThis.isSecureContext) throw sessionError('insecure_context');
  return fine('The page is in a secure context.');
}

/** Checks what the browser tells without asking the visitor. */
async function checkMicrophone(): Promise<Finding> {
  const { mediaDevices, permissions } = navigator;
  if (!globalThis.isSecureContext || !mediaDevices) throw sessionError('insecure_context');
  if (!policyAllows()) throw sessionError('blocked_by_policy');
  // Some browsers don't know this permission.
  const permission = await permissions?.query({ name: 'microphone' }).catch(() => undefined);
  if (permission?.state === 'denied') throw sessionError('microphone_denied');
  const devices = await mediaDevices.enumerateDevices();
  if (!devices.some(({ kind }) => kind === 'audioinput')) throw sessionError('microphone_missing');
  if (permission?.state === 'granted') return fine('There is a microphone, and this page may use it.');
  if (permission) return fine('There is a microphone. The browser will ask the visitor for it.');
  return {
    status: 'unknown',
    message:
      "There is a microphone. This browser doesn't tell whether this page may use it without asking the visitor.",
  };
}

async function checkCodecs(): Promise<Finding> {
  if (!globalThis.RTCPeerConnection) throw noWebRtc();
  const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.('video')?.codecs;
  if (!codecs) return { status: 'unknown', message: 'This browser does not tell which codecs it has.' };
  const names = codecs.map(({ mimeType }) => mimeType.toLowerCase());
  const known = ['H264', 'VP8'].filter((name) => names.includes(`video/${name.toLowerCase()}`));
  if (known.length === 0) {
    throw sessionError('not_supported', { message: 'This browser can play neither H264 nor VP8.' });
  }
  return fine(`This browser plays ${known.join(' and ')}.`);
}

/** Connects this page to itself by WebRTC. Checks also whether one of the ICE servers responds, if there are any. */
async function checkIce(iceServers: RTCIceServer[], signal: AbortSignal): Promise<Finding> {
  if (!globalThis.RTCPeerConnection) throw noWebRtc();
  const here = connection(iceServers);
  const there = connection([]);
  const close = (): void => {
    here.close();
    there.close();
  };
  signal.addEventListener('abort', close, { once: true });
  try {
    const answers = iceServers.length > 0 ? serverAnswers(here, signal) : undefined;
    pass(here, there);
    pass(there, here);
    const channel = here.createDataChannel('diagnosis');
    const open = new Promise((resolve) => (channel.onopen = resolve));
    // The other side first: it only takes candidates once it has the description.
    const offer = await here.createOffer();
    await Promise.all([there.setRemoteDescription(offer), here.setLocalDescription(offer)]);
    const answer = await there.createAnswer();
    await Promise.all([here.setRemoteDescription(answer), there.setLocalDescription(answer)]);
    await open;
    if (!answers) return fine('WebRTC connects within this page.');
    if (await answers) return fine('WebRTC connects within this page, and an ICE server answers.');
    return {
      status: 'warning',
      code: 'room_failed',
      message:
        'None of the ICE servers responds. Check their URLs and credentials, and whether a firewall blocks UDP. Sessions may still connect over TCP.',
    };
  } finally {
    close();
  }
}

function connection(iceServers: RTCIceServer[]): RTCPeerConnection {
  try {
    return new RTCPeerConnection({ iceServers });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw sessionError('invalid_option', { message: `iceServers cannot be used: ${why}`, cause });
  }
}

/** Whether a candidate arrives that only a STUN or TURN server can have given. */
function serverAnswers(connection: RTCPeerConnection, signal: AbortSignal): Promise<boolean> {
  const found = new Promise<boolean>((resolve) => {
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.type === 'srflx' || candidate?.type === 'relay') resolve(true);
    });
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') resolve(false);
    });
  });
  const late = (): Error => sessionError('timeout');
  return withDeadline(ports.clock, iceServerDeadline, signal, late, () => found).catch(() => false);
}

function pass(from: RTCPeerConnection, to: RTCPeerConnection): void {
  from.addEventListener('icecandidate', ({ candidate }) => {
    // If one is refused, the others still count.
    if (candidate) to.addIceCandidate(candidate).catch(() => undefined);
  });
}

const noWebRtc = (): Error =>
  sessionError('not_supported', { message: 'This browser has no WebRTC, or a setting of it is off.' });

const iceBlocked = (): Error =>
  sessionError('room_failed', {
    message:
      "WebRTC doesn't connect even within this page. Check the browser's settings, its extensions and the policies of this device.",
  });
