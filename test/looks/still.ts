// Makes the element look the same each time: a font that comes with the tests, and nothing that moves.

const families = [400, 600].map(
  (weight) =>
    new FontFace('Looks', `url(/node_modules/@fontsource/rubik/files/rubik-latin-${weight}-normal.woff2)`, {
      weight: String(weight),
    }),
);

/** The element's default font in all but the family, which differs from one system to the next. */
export async function withTestFont(): Promise<void> {
  for (const font of families) document.fonts.add(await font.load());
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    body { margin: 0; }
    heygen-avatar { --heygen-avatar-font: 400 medium/1.4 Looks; }
  `);
  document.adoptedStyleSheets.push(sheet);
}

/** Ends what moves to a place, and holds what goes round and round. Then two frames, for what follows a new size. */
export async function standStill(element: Element): Promise<void> {
  for (const _frame of [1, 2]) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    for (const root of rootsOf(element)) {
      for (const animation of root.getAnimations()) hold(animation);
    }
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
}

const noCaret = new CSSStyleSheet();
noCaret.replaceSync('* { caret-color: transparent !important; }');

function* rootsOf(element: Element): Generator<ShadowRoot> {
  const { shadowRoot } = element;
  if (!shadowRoot) return;
  if (!shadowRoot.adoptedStyleSheets.includes(noCaret)) shadowRoot.adoptedStyleSheets.push(noCaret);
  yield shadowRoot;
  for (const inner of shadowRoot.querySelectorAll('*')) yield* rootsOf(inner);
}

function hold(animation: Animation): void {
  const { endTime } = animation.effect?.getComputedTiming() ?? {};
  if (endTime === Infinity) {
    animation.pause();
    animation.currentTime = 0;
  } else animation.finish();
}
