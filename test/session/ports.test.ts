// The real ports: which service a name stands for, and what is no name.
import { expect } from '@open-wc/testing';
import type { ServiceName } from '../../src/api/requests.js';
import { interactiveAvatar } from '../../src/services/interactive-avatar/interactive-avatar.js';
import { ports } from '../../src/session/ports.js';
import { rejection } from '../support/outcome.js';

describe('the ports', () => {
  for (const name of ['auto', 'interactive-avatar'] as const) {
    it(`load Interactive Avatar for ${name}`, async () => {
      expect(await ports.backend(name).loadService()).to.equal(interactiveAvatar);
    });
  }

  for (const name of ['v1', '', 'toString', undefined]) {
    it(`know no service “${String(name)}”`, async () => {
      const error = await rejection((async () => ports.backend(name as ServiceName))());
      expect(error).to.include({ code: 'invalid_option' });
      expect(error.message).to.contain('interactive-avatar').and.to.contain(String(name));
    });
  }

  it('warm up without an error, and make a room', async () => {
    const backend = ports.backend('auto');
    await backend.warmUp();
    const stream = new MediaStream();
    const room = await backend.createRoom({ stream, clock: ports.clock, emit: () => undefined });
    await room.disconnect();
  });
});
