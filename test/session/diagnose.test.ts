// What diagnose() finds of a page, a browser and a service that a test steers: a row for each check, whatever fails.
import { expect } from '@open-wc/testing';
import type { DiagnoseOptions, DiagnosisCheck, DiagnosisRow } from '../../src/api/diagnosis.js';
import { errorTable, sessionError } from '../../src/api/error-table.js';
import type { ErrorCode } from '../../src/api/errors.js';
import type { ProbeCall } from '../../src/services/service.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import type { FakeSteps } from '../support/fake-room.js';
import { never, nextTask, untilAborted } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

const checks: DiagnosisCheck[] = ['secure_context', 'microphone', 'codecs', 'service', 'websocket', 'ice'];

/** What was put in place of the page's own properties, to be undone after each test. */
const undo: (() => void)[] = [];

function replace(target: object, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  undo.push(() => {
    if (before) Object.defineProperty(target, name, before);
    else Reflect.deleteProperty(target, name);
  });
}

async function rowOf(
  check: DiagnosisCheck,
  steps: Partial<FakeSteps> = {},
  options?: DiagnoseOptions,
): Promise<DiagnosisRow> {
  const client = new ClientUnderTest(steps);
  const row = (await client.avatar.diagnose(options)).find((found) => found.check === check);
  if (!row) throw new Error(`There is no row ${check}.`);
  return row;
}

const fails =
  (part: ProbeCall['part'], error: Error) =>
  async (call: ProbeCall): Promise<void> => {
    if (call.part === part) throw error;
  };

describe('diagnose()', () => {
  afterEach(() => {
    while (undo.length > 0) undo.pop()?.();
  });

  it('has one row for each check, in order, each with a message and a time', async () => {
    const rows = await new ClientUnderTest().avatar.diagnose();
    expect(rows.map(({ check }) => check)).to.deep.equal(checks);
    expect(rows.map(({ status }) => status)).to.deep.equal(checks.map(() => 'ok'));
    for (const { check, message, milliseconds, code } of rows) {
      expect(message, check).to.match(/^[A-Z].+\.$/);
      expect(milliseconds, check).to.satisfy(Number.isInteger);
      expect(code, check).to.equal(undefined);
    }
  });

  it('opens no session, asks for no microphone, changes no state, and tells no event', async () => {
    const microphones = new PageMicrophones();
    undo.push(() => void microphones.close());
    const client = new ClientUnderTest();
    await client.avatar.diagnose({ token: 'token-2' });
    expect(client.ports.service.calls).to.deep.equal([]);
    expect(client.ports.rooms).to.deep.equal([]);
    expect(microphones.asked).to.deep.equal([]);
    expect(client.events).to.deep.equal([]);
    expect(client.avatar.state).to.deep.equal({ status: 'idle' });
  });

  it('works beside a live session, and leaves it alone', async () => {
    const client = new ClientUnderTest();
    await client.start();
    const { state } = client.avatar;
    const rows = await client.avatar.diagnose();
    expect(rows.map(({ status }) => status)).to.deep.equal(checks.map(() => 'ok'));
    expect(client.avatar.state).to.equal(state);
    expect(client.ports.service.session.commands).to.deep.equal([]);
    await client.avatar.stopAvatar();
  });

  it('tries both parts of the service at the client’s address, with the token that was given', async () => {
    const probes: ProbeCall[] = [];
    const client = new ClientUnderTest(
      { probe: async (call) => void probes.push(call) },
      { basePath: 'https://proxy.example/v', service: 'interactive-avatar' },
    );
    await client.avatar.diagnose({ token: 'mine' });
    expect(client.ports.loaded).to.deep.equal(['interactive-avatar', 'interactive-avatar']);
    expect(probes.map(({ part, token, basePath }) => [part, token, basePath])).to.deep.equal([
      ['calls', 'mine', 'https://proxy.example/v'],
      ['socket', 'mine', 'https://proxy.example/v'],
    ]);
  });

  it('tries no part that the service does not have', async () => {
    const client = new ClientUnderTest({ probe: () => Promise.reject(sessionError('network')) });
    client.ports.service.parts = [];
    const rows = await client.avatar.diagnose();
    const found = rows.filter(({ check }) => check === 'service' || check === 'websocket');
    expect(found.map(({ status }) => status)).to.deep.equal(['ok', 'ok']);
  });

  it('does not take the token of the client’s own', async () => {
    const tokens: unknown[] = [];
    await rowOf('service', { probe: async ({ token }) => void tokens.push(token) });
    expect(tokens).to.deep.equal([undefined, undefined]);
  });

  for (const [code, status] of [
    ['unauthorized', 'failed'],
    ['endpoint_sunset', 'failed'],
    ['bad_answer', 'failed'],
    ['server_error', 'failed'],
    ['network', 'failed'],
    ['rate_limited', 'warning'],
    ['concurrency_limit', 'warning'],
  ] as const) {
    it(`reports ${code} of the service as ${status}, with its sentence`, async () => {
      const row = await rowOf('service', { probe: fails('calls', sessionError(code)) });
      expect(row).to.include({ status, code, message: errorTable[code].message });
    });
  }

  it('is honest about a socket that fails where the service can be reached: unknown', async () => {
    const row = await rowOf('websocket', { probe: fails('socket', sessionError('network')) });
    expect(row.status).to.equal('unknown');
    expect(row.code).to.equal(undefined);
    expect(row.message).to.contain('firewall');
  });

  it('reports a socket as failed where nothing of the service can be reached', async () => {
    const row = await rowOf('websocket', { probe: async () => Promise.reject(sessionError('network')) });
    expect(row).to.include({ status: 'failed', code: 'network' });
  });

  it('reports a service that is none, and code that cannot be loaded', async () => {
    const loadService = async (): Promise<void> => {
      throw sessionError('invalid_option', { message: 'service is “x”.' });
    };
    for (const check of ['service', 'websocket'] as const) {
      const row = await rowOf(check, { loadService });
      expect(row, check).to.include({ status: 'failed', code: 'invalid_option', message: 'service is “x”.' });
    }
  });

  it('gives each check a deadline, and ends what it was waiting for', async () => {
    const ended: ProbeCall['part'][] = [];
    const client = new ClientUnderTest({
      probe: async ({ part, signal }) => untilAborted(signal).finally(() => ended.push(part)),
    });
    const diagnosing = client.avatar.diagnose();
    await client.ports.clock.waitedFor(5, 2);
    await nextTask();
    client.ports.clock.advance(5);
    const late = (await diagnosing).filter(({ check }) => check === 'service' || check === 'websocket');
    expect(late.map(({ status, code }) => [status, code])).to.deep.equal([
      ['failed', 'timeout'],
      ['failed', 'timeout'],
    ]);
    expect(ended).to.have.members(['calls', 'socket']);
    expect(client.ports.clock.pending).to.equal(0);
  });

  it('ends at once when its signal is aborted, with the rows it has and the others unknown', async () => {
    const controller = new AbortController();
    const diagnosing = new ClientUnderTest({ probe: never }).avatar.diagnose({ signal: controller.signal });
    controller.abort();
    const rows = await diagnosing;
    expect(rows.map(({ check }) => check)).to.deep.equal(checks);
    const service = rows.find(({ check }) => check === 'service');
    expect(service).to.include({ status: 'unknown', code: 'aborted' });
  });

  it('rejects for nothing, not even an error that nobody expects', async () => {
    replace(navigator.mediaDevices, 'enumerateDevices', async () => Promise.reject(new TypeError('Odd')));
    replace(RTCPeerConnection.prototype, 'createOffer', async () => Promise.reject(new TypeError('Odd')));
    for (const check of ['microphone', 'ice'] as const) {
      const row = await rowOf(check);
      expect(row.status, check).to.equal('unknown');
      expect(row.message, check).to.contain('Odd');
    }
  });

  describe('secure_context', () => {
    it('fails on a page on plain http, and the microphone with it', async () => {
      replace(globalThis, 'isSecureContext', false);
      for (const check of ['secure_context', 'microphone'] as const) {
        expect(await rowOf(check), check).to.include({ status: 'failed', code: 'insecure_context' });
      }
    });
  });

  describe('microphone', () => {
    const permission = (query: () => unknown): void => replace(navigator, 'permissions', { query });
    const devices = (...kinds: string[]): void =>
      replace(navigator.mediaDevices, 'enumerateDevices', async () => kinds.map((kind) => ({ kind })));
    beforeEach(() => devices('audioinput', 'videoinput'));

    const cases: [string, () => unknown, DiagnosisRow['status'], ErrorCode | undefined, RegExp][] = [
      ['that is allowed', async () => ({ state: 'granted' }), 'ok', undefined, /may use it\.$/],
      ['that will be asked for', async () => ({ state: 'prompt' }), 'ok', undefined, /will ask/],
      ['that is denied', async () => ({ state: 'denied' }), 'failed', 'microphone_denied', /not allowed/],
      [
        'of a browser that does not tell',
        async () => Promise.reject(new TypeError('No such permission')),
        'unknown',
        undefined,
        /without asking/,
      ],
    ];
    for (const [name, query, status, code, message] of cases) {
      it(`${name} is ${status}`, async () => {
        permission(query);
        const row = await rowOf('microphone');
        expect([row.status, row.code]).to.deep.equal([status, code]);
        expect(row.message).to.match(message);
      });
    }

    it('that is not there is microphone_missing', async () => {
      devices('videoinput', 'audiooutput');
      expect(await rowOf('microphone')).to.include({ status: 'failed', code: 'microphone_missing' });
    });

    it('that the page’s policy forbids is blocked_by_policy', async () => {
      replace(document, 'featurePolicy', { allowsFeature: () => false });
      expect(await rowOf('microphone')).to.include({ status: 'failed', code: 'blocked_by_policy' });
    });

    it('of a browser that keeps it waiting is unknown', async () => {
      permission(never);
      const client = new ClientUnderTest();
      const diagnosing = client.avatar.diagnose();
      await client.ports.clock.waitedFor(5);
      await nextTask();
      client.ports.clock.advance(5);
      const row = (await diagnosing).find(({ check }) => check === 'microphone');
      expect(row).to.include({ status: 'unknown' });
    });
  });

  describe('codecs', () => {
    const capabilities = (...names: string[]): void =>
      replace(RTCRtpReceiver, 'getCapabilities', () => ({
        codecs: names.map((name) => ({ mimeType: `video/${name}` })),
      }));

    it('are named', async () => {
      capabilities('VP8', 'rtx', 'H264');
      expect(await rowOf('codecs')).to.include({ status: 'ok', message: 'This browser plays H264 and VP8.' });
      capabilities('VP8');
      expect(await rowOf('codecs')).to.include({ status: 'ok', message: 'This browser plays VP8.' });
    });

    it('of which none is the avatar’s are not_supported', async () => {
      capabilities('AV1');
      expect(await rowOf('codecs')).to.include({ status: 'failed', code: 'not_supported' });
    });

    it('that the browser does not tell are unknown', async () => {
      replace(RTCRtpReceiver, 'getCapabilities', undefined);
      expect(await rowOf('codecs')).to.include({ status: 'unknown' });
    });

    it('fail without WebRTC, and ICE with them', async () => {
      replace(globalThis, 'RTCPeerConnection', undefined);
      for (const check of ['codecs', 'ice'] as const) {
        expect(await rowOf(check), check).to.include({ status: 'failed', code: 'not_supported' });
      }
    });
  });

  describe('content_security_policy', () => {
    const violation = (
      blockedURI: string,
      disposition: SecurityPolicyViolationEventDisposition,
      directive: string,
    ): void => {
      const init = { blockedURI, disposition, documentURI: location.href, originalPolicy: '' };
      const named = { ...init, violatedDirective: directive, effectiveDirective: directive };
      document.dispatchEvent(
        new SecurityPolicyViolationEvent('securitypolicyviolation', { ...named, statusCode: 200 }),
      );
    };
    const address = 'service.example/v1/x';
    const cases: [
      string,
      string,
      SecurityPolicyViolationEventDisposition,
      (string | undefined)[],
      string?,
    ][] = [
      // What the socket's failure means is then not known.
      ['the service’s calls', `https://${address}`, 'enforce', ['content_security_policy', undefined]],
      ['the service’s socket', `wss://${address}`, 'enforce', ['network', 'content_security_policy']],
      ['another server', 'https://other.example/', 'enforce', ['network', 'network']],
      ['no address', 'eval', 'enforce', ['network', 'network']],
      ['what is only reported', `https://${address}`, 'report', ['network', 'network']],
      ['an image', `https://${address}`, 'enforce', ['network', 'network'], 'img-src'],
    ];
    for (const [name, uri, disposition, codes, directive = 'connect-src'] of cases) {
      it(`is known from its violation: ${name}`, async () => {
        const probe = async (): Promise<void> => {
          // After the failure, as Chromium does it.
          setTimeout(() => violation(uri, disposition, directive));
          throw sessionError('network');
        };
        const rows = await new ClientUnderTest({ probe }).avatar.diagnose();
        const found = rows.filter(({ check }) => check === 'service' || check === 'websocket');
        expect(found.map(({ code }) => code)).to.deep.equal(codes);
      });
    }
  });
});
