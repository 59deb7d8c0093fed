/** `diagnose()` against the sandbox: what is there is found, what is wrong has its code, and no session is opened for it. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar, type DiagnosisRow, type StreamingAvatarOptions } from '../../src/client.js';
import { Corner } from '../support/sandbox-books.js';

describe('diagnose()', () => {
  let corner: Corner;

  beforeEach(async () => {
    corner = await Corner.open();
  });

  afterEach(async () => {
    expect((await corner.books()).sessions).to.deep.equal([]);
  });

  function client(config: Partial<StreamingAvatarOptions> = {}): StreamingAvatar {
    const service = 'interactive-avatar';
    return new StreamingAvatar({ token: corner.tokenUrl(), basePath: corner.url, service, ...config });
  }

  const words = (rows: DiagnosisRow[]): Record<string, string> =>
    Object.fromEntries(rows.map(({ check, status, code }) => [check, code ? `${status} ${code}` : status]));

  it('finds all that a session needs, and a token that serves one afterwards', async () => {
    const token = await corner.token();
    const rows = await client().diagnose({ token });
    expect(words(rows)).to.deep.equal({
      secure_context: 'ok',
      microphone: 'ok',
      codecs: 'ok',
      service: 'ok',
      // Refused without a session, which a page cannot tell from a firewall.
      websocket: 'unknown',
      ice: 'ok',
    });
    for (const { check, milliseconds } of rows) expect(milliseconds, check).to.be.below(5_000);
    const again = await client().diagnose({ token });
    expect(words(again), 'a second time').to.include({ service: 'ok' });
  });

  it('finds the service without a token', async () => {
    expect(words(await client().diagnose())).to.include({ service: 'ok' });
  });

  it('says nothing of a service that only a token can name', async () => {
    const rows = await client({ service: 'auto' }).diagnose();
    expect(words(rows)).to.include({ service: 'unknown', websocket: 'unknown', codecs: 'ok' });
  });

  it('finds that a token is refused', async () => {
    const rows = await client().diagnose({ token: 'never-minted' });
    expect(words(rows)).to.include({ service: 'failed unauthorized', websocket: 'unknown', ice: 'ok' });
  });

  it('finds that nobody is at the address', async () => {
    // Port 1 is reserved, and nothing listens on it.
    const rows = await client({ basePath: 'http://127.0.0.1:1' }).diagnose();
    expect(words(rows)).to.include({ service: 'failed network', websocket: 'failed network', ice: 'ok' });
  });

  it('finds that something else is at the address', async () => {
    const rows = await client({ basePath: `${corner.url}/elsewhere` }).diagnose();
    expect(words(rows)).to.include({ service: 'failed bad_answer' });
  });

  it('finds that the page’s own policy forbids both ways to the service', async () => {
    const frame = document.createElement('iframe');
    const told = new Promise<unknown>((resolve) => {
      window.addEventListener('message', ({ data }) => resolve(data), { once: true });
    });
    frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'" />
      <script type="module">
        import { StreamingAvatar } from '/src/client.ts';
        const avatar = new StreamingAvatar({ service: 'interactive-avatar', basePath: '${corner.url}' });
        parent.postMessage(await avatar.diagnose(), '*');
      </script>`;
    document.body.append(frame);
    const rows = (await told) as DiagnosisRow[];
    frame.remove();
    expect(words(rows)).to.include({
      service: 'failed content_security_policy',
      websocket: 'failed content_security_policy',
    });
  });
});

describe('diagnose() beside a session', () => {
  it('leaves it alone', async () => {
    const corner = await Corner.open();
    const avatar = new StreamingAvatar({ token: corner.tokenUrl(), basePath: corner.url });
    await avatar.createStartAvatar({ quality: 'low' });
    const rows = await avatar.diagnose();
    expect(rows.filter(({ status }) => status === 'failed')).to.deep.equal([]);
    expect(avatar.state.status).to.equal('live');
    await avatar.speak({ text: 'Still here.', taskType: 'repeat' });
    await avatar.stopAvatar();
    const { sessions } = await corner.until(({ open }) => open === 0);
    expect(sessions).to.have.length(1);
  });
});
