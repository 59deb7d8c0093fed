// The ICE row of diagnose(), with the browser's real connections: both are closed, whatever is found.
import { expect } from '@open-wc/testing';
import type { DiagnoseOptions, DiagnosisRow } from '../../src/api/diagnosis.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { never } from '../support/outcome.js';

const Real = globalThis.RTCPeerConnection;
const candidateType = Object.getOwnPropertyDescriptor(RTCIceCandidate.prototype, 'type') ?? {};

/** Nothing listens there, on this machine. Firefox refuses the ports of well-known services. */
const iceServers = [{ urls: 'stun:127.0.0.1:49009' }];

describe('the ICE check of diagnose()', function () {
  // Firefox waits long for an ICE server that does not answer.
  this.timeout(30_000);
  const made: RTCPeerConnection[] = [];
  let onMade = (): void => undefined;

  beforeEach(() => {
    made.length = 0;
    onMade = () => undefined;
    globalThis.RTCPeerConnection = class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
        onMade();
      }
    };
  });
  afterEach(() => {
    globalThis.RTCPeerConnection = Real;
    Object.defineProperty(RTCIceCandidate.prototype, 'type', candidateType);
    expect(made.map(({ signalingState }) => signalingState)).to.deep.equal(made.map(() => 'closed'));
  });

  async function ice(options?: DiagnoseOptions): Promise<DiagnosisRow | undefined> {
    return (await new ClientUnderTest().avatar.diagnose(options)).at(-1);
  }

  it('connects two connections of the page', async () => {
    expect(await ice()).to.include({ check: 'ice', status: 'ok' });
    expect(made).to.have.lengthOf(2);
  });

  it('ends on the way when it is cancelled', async () => {
    const controller = new AbortController();
    onMade = () => queueMicrotask(() => controller.abort());
    expect(await ice({ signal: controller.signal })).to.include({ status: 'unknown', code: 'aborted' });
  });

  for (const type of ['srflx', 'relay'] as const) {
    it(`knows by a candidate of type ${type} that an ICE server answers`, async () => {
      // No test asks a STUN server of the world: a candidate of this machine stands in for its answer.
      Object.defineProperty(RTCIceCandidate.prototype, 'type', { configurable: true, get: () => type });
      const row = await ice({ iceServers });
      expect(row).to.include({ status: 'ok' });
      expect(row?.message).to.contain('an ICE server answers');
      expect(made[0]?.getConfiguration().iceServers?.[0]?.urls).to.be.deep.oneOf([
        'stun:127.0.0.1:49009',
        ['stun:127.0.0.1:49009'],
      ]);
    });
  }

  it('warns where none of the ICE servers answers', async () => {
    const row = await ice({ iceServers });
    expect(row).to.include({ status: 'warning', code: 'room_failed' });
    expect(row?.message).to.contain('TCP');
  });

  it('names ICE servers that cannot be any', async () => {
    const row = await ice({ iceServers: [{ urls: 'https://no.example' }] });
    expect(row).to.include({ status: 'failed', code: 'invalid_option' });
    expect(row?.message).to.match(/^iceServers /);
  });

  it('fails with room_failed where the two do not meet in time', async () => {
    const client = new ClientUnderTest();
    const { setRemoteDescription: real } = Real.prototype;
    Real.prototype.setRemoteDescription = never;
    try {
      const diagnosing = client.avatar.diagnose();
      await client.ports.clock.waitedFor(5);
      client.ports.clock.advance(5);
      expect((await diagnosing).at(-1)).to.include({ status: 'failed', code: 'room_failed' });
    } finally {
      Real.prototype.setRemoteDescription = real;
    }
  });
});
