// What a server does with the app: React's renderToString.
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { App } from './app.js';

export interface Rendered {
  /** The usual page, and one whose avatar starts by itself. */
  readonly html: string;
  readonly autostart: string;
  /** What was written to the console. */
  readonly complaints: readonly string[];
}

function render(): Rendered {
  const complaints: string[] = [];
  console.error = console.warn = (...values: unknown[]) => void complaints.push(values.map(String).join(' '));
  const html = renderToString(createElement(App, { avatar: { onStreamReady: () => undefined } }));
  const autostart = renderToString(createElement(App, { avatar: { autostart: true } }));
  return { html, autostart, complaints };
}

process.stdout.write(JSON.stringify(render()));
