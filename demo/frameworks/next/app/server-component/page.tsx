// A server component: it can render the avatar, as long as it gives no event handlers. The bare import of the package
// does nothing here, and breaks nothing.
import 'heygen-avatar';
import { HeygenAvatar } from 'heygen-avatar/react';

export default function ServerComponent() {
  return (
    <>
      <h1>Rendered by a server component</h1>
      <HeygenAvatar service="simulated" controls="" strings={{ start: 'Meet Wayne' }} />
    </>
  );
}
