// What is told apart when a connection fails: the page's policy has blocked it, or something else has happened.
import { expect } from '@open-wc/testing';
import { underPolicy } from '../../src/api/page-policy.js';
import { noAbort } from '../../src/api/wait.js';
import { anyRejection, nextTask } from '../support/outcome.js';

const url = 'https://service.example/v1/x';

function violation(init: Partial<SecurityPolicyViolationEventInit> = {}): void {
  const named = { blockedURI: url, disposition: 'enforce', effectiveDirective: 'connect-src' } as const;
  const page = { documentURI: location.href, originalPolicy: '', violatedDirective: 'connect-src' };
  document.dispatchEvent(
    new SecurityPolicyViolationEvent('securitypolicyviolation', {
      ...page,
      ...named,
      statusCode: 200,
      ...init,
    }),
  );
}

const failure = new Error('it failed');

/** What a connection to `to` rejects with, when the page's policy reports `init` in a task after its failure. */
function rejectionAfter(init: Partial<SecurityPolicyViolationEventInit>, to = url): Promise<unknown> {
  return anyRejection(
    underPolicy(to, noAbort, async () => {
      setTimeout(() => violation(init));
      throw failure;
    }),
  );
}

describe('a connection that fails', () => {
  for (const blockedURI of [url, 'https://service.example/', 'http://service.example/v1']) {
    it(`was blocked by the page's policy: ${blockedURI}`, async () => {
      expect(await rejectionAfter({ blockedURI })).to.include({
        code: 'content_security_policy',
        cause: failure,
      });
    });
  }

  const others: Readonly<Record<string, [Partial<SecurityPolicyViolationEventInit>, string?]>> = {
    'another host': [{ blockedURI: 'https://other.example/' }],
    'a WebSocket to the same host': [{ blockedURI: 'wss://service.example/' }],
    'an image of the same host': [{ effectiveDirective: 'img-src' }],
    'what is only reported': [{ disposition: 'report' }],
    // As an address it would be one of the page's own.
    'a script in the page': [{ blockedURI: 'inline', effectiveDirective: 'script-src-elem' }, location.href],
    'a word': [{ blockedURI: 'eval' }, location.href],
  };
  for (const [what, [init, to]] of Object.entries(others)) {
    it(`was not blocked, although the policy has blocked something else: ${what}`, async () => {
      expect(await rejectionAfter(init, to)).to.equal(failure);
    });
  }

  it('does not wait for the policy once it is cancelled', async () => {
    const controller = new AbortController();
    let ended = false;
    const connecting = underPolicy(url, controller.signal, async () => {
      controller.abort();
      throw failure;
    }).catch((error: unknown) => {
      ended = true;
      return error;
    });
    const timer = nextTask().then(() => ended);
    expect(await Promise.race([connecting, timer])).to.equal(failure);
  });

  it('of a server, where there is a part of a document at most, is only a failure', async () => {
    Object.defineProperty(document, 'addEventListener', { value: undefined, configurable: true });
    try {
      expect(await anyRejection(underPolicy(url, noAbort, () => Promise.reject(failure)))).to.equal(failure);
    } finally {
      Reflect.deleteProperty(document, 'addEventListener');
    }
  });
});
