// What runs in Firefox: the files of these groups, but for the tests in the table, each with the reason that lies in
// Firefox itself. What is in the table is counted as skipped, and the run prints it. A row that names no test fails
// the run.

/**
 * Two run at a time, each in a Firefox of its own. `longest` is how long one test may take, in milliseconds.
 * @type {readonly { name: string, longest: number, files: RegExp }[]}
 */
export const firefoxGroups = [
  {
    name: 'sessions',
    longest: 60_000,
    files: /^test\/(behaviour\/|end-to-end\/(whole-session|cdn-build)\.)/,
  },
  { name: 'elements A to M', longest: 20_000, files: /^test\/elements\/[a-m]/ },
  { name: 'elements N to Z', longest: 20_000, files: /^test\/elements\/[n-z]/ },
  { name: 'client', longest: 20_000, files: /^test\/(media|session)\// },
];

/**
 * @typedef {object} NotInFirefox
 * @property {string} file
 * @property {string} reason
 * @property {readonly string[]} tests their full titles, or that of a `describe` with all that is in it
 */

/** @type {readonly NotInFirefox[]} */
export const notInFirefox = [
  {
    file: 'test/elements/lost-code.test.ts',
    reason: 'Firefox asks again for a module that could not be loaded only once the page is reloaded',
    tests: [
      'code that is lost on its way (the client’s) fails the start, says to reload, and the second press of the button works',
      'code that is lost on its way (the service’s) fails the start, says to reload, and the second press of the button works',
      'code that is lost on its way (the player’s) fails the start, says to reload, and the second press of the button works',
      'code that is lost on its way (the question for consent) fails the start, which never goes on without, and the second press asks',
      'code that is lost on its way (of the captions) leaves the session and the other controls, and comes with the next change',
      'code that is lost on its way (of the push-to-talk-button) leaves the session and the other controls, and comes with the next change',
      'code that is lost on its way (of the transcript-button) leaves the session and the other controls, and comes with the next change',
      'code that is lost on its way (what shows a session) lets the session begin, with the microphone, once it comes',
      'code that is lost on its way (the list of languages) leaves English texts, without an error, until the page asks again',
      'code that is lost on its way rejects what the page asks of the client, and the next call works',
      'code that is lost on its way (that of LiveAvatar’s LITE mode) fails the start before a session is paid for',
    ],
  },
  {
    file: 'test/elements/hands-free.test.ts',
    reason: 'Firefox has no remote command to read its accessibility tree',
    tests: [
      'a whole session is in the browser’s accessibility tree: every control with role, name and state',
    ],
  },
  {
    file: 'test/elements/named-avatar.test.ts',
    reason: 'Firefox has no remote command to collect garbage',
    tests: ['`for` keeps neither element nor avatar alive'],
  },
  {
    file: 'test/elements/own-keys.test.ts',
    reason: 'Firefox fires no focus events in a window that a program drives and nobody looks at',
    tests: ['keys that press the start button start, and nothing else'],
  },
  {
    file: 'test/elements/prerendering.test.ts',
    reason: 'Firefox does not prerender pages',
    tests: ['a prerendered page starts no session, by autostart or by script, until it is visited'],
  },
  {
    file: 'test/elements/text-input.test.ts',
    reason: 'Firefox has no remote command to compose as an input method does',
    tests: [
      '<heygen-avatar-text-input> does not send with the Enter that ends the composition of an input method, but with the next',
    ],
  },
  {
    file: 'test/media/livekit-leftovers.test.ts',
    reason: 'Firefox has no remote command to collect garbage or to count listeners',
    tests: [
      'what rooms leave behind in memory is nothing of ours',
      'what rooms leave behind in memory is every room of LiveKit’s own (workaround: makeRoom)',
      'what rooms leave behind in listeners of the page is nothing of ours',
      'what rooms leave behind in listeners of the page is that to `devicechange` of LiveKit’s own (workaround: makeRoom)',
    ],
  },
];
