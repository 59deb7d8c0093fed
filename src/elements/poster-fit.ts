/** Makes the image of a slotted `<picture>` fill it. Loaded only where there is one. */

/** Style sheets can't reach into slotted content, and themes style every image of their page. */
const styles = {
  display: 'block',
  width: '100%',
  height: '100%',
  'max-width': 'none',
  'max-height': 'none',
  margin: '0',
  'object-fit': 'inherit',
};

const observed = new WeakSet<Element>();

/** Styles the image that is there, and those that a framework puts in its place. */
export function fitImages(picture: Element): void {
  const fit = (): void => {
    for (const image of picture.querySelectorAll('img')) {
      for (const [name, value] of Object.entries(styles)) image.style.setProperty(name, value, 'important');
    }
  };
  fit();
  if (observed.has(picture)) return;
  observed.add(picture);
  new MutationObserver(fit).observe(picture, { childList: true, subtree: true });
}
