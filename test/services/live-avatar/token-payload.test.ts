// What a session token tells: three parts, base64url, UTF-8, and no error whatever it is.
import { expect } from '@open-wc/testing';
import { startSessionData } from '../../../src/services/live-avatar/token-payload.js';

/** As a JWT encodes it: base64 of UTF-8, with `-` and `_`, and without padding unless asked for. */
function encode(value: unknown, { padded = false } = {}): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const base64 = btoa(String.fromCharCode(...bytes));
  const urlSafe = base64.replaceAll('+', '-').replaceAll('/', '_');
  return padded ? urlSafe : urlSafe.replaceAll('=', '');
}

const token = (payload: string): string => `${encode({ alg: 'HS256' })}.${payload}.c2lnbmF0dXJl`;

describe('what a LiveAvatar token tells of its session', () => {
  for (const data of [
    { mode: 'FULL' },
    { mode: 'LITE', name: 'Jürgen' },
    { mode: 'LITE', text: '日本語 🎤 ¿ÿþ>>>???' },
    {},
  ]) {
    it(`is ${JSON.stringify(data)}, padded or not`, () => {
      const payload = { exp: 1, start_session_data: data };
      expect(startSessionData(token(encode(payload)))).to.deep.equal(data);
      expect(startSessionData(token(encode(payload, { padded: true })))).to.deep.equal(data);
    });
  }

  it('is read through the two characters that base64url has of its own', () => {
    const payload = encode({ start_session_data: { text: '¿ÿþ>>>???' } });
    expect(payload).to.match(/-/).and.to.match(/_/);
    expect(startSessionData(token(payload))).to.deep.equal({ text: '¿ÿþ>>>???' });
  });

  const payload = encode({ start_session_data: { mode: 'LITE' } });
  for (const [name, garbage] of [
    ['nothing', ''],
    ['a token of Interactive Avatar', 'NzQyYTM5LWE2ZjMtNDZiMS1hOGUxLTE3MzE'],
    ['an API key', 'sk_V2_hgu_key'],
    ['one part', payload],
    ['two parts', `a.${payload}`],
    ['four parts', `a.${payload}.b.c`],
    ['an empty payload', 'a..b'],
    ['no base64', 'a.%%%.b'],
    ['base64 of a length that there is none', `a.${payload.slice(0, 5)}.b`],
    ['no JSON', `a.${btoa('{"start').replaceAll('=', '')}.b`],
    ['JSON of nothing', token(encode(null))],
    ['JSON of a text', token(encode('start_session_data'))],
    ['a JWT of something else', token(encode({ video: { room: 'r' } }))],
    ['data that is null', token(encode({ start_session_data: null }))],
    ['data that is a text', token(encode({ start_session_data: 'LITE' }))],
    ['data that is a list', token(encode({ start_session_data: ['LITE'] }))],
  ] as const) {
    it(`is nothing for ${name}`, () => {
      expect(startSessionData(garbage)).to.equal(undefined);
    });
  }
});
