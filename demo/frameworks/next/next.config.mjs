import { dirname } from 'node:path';

/** @type {import('next').NextConfig} */
export default {
  // The packages of this folder's workspace lie one folder up. An app of your own does not need this line.
  turbopack: { root: dirname(import.meta.dirname) },
};
