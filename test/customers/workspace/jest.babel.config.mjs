// As most projects have it. Jest leaves node_modules as they are unless it is told which packages are modules.
const modules = ['heygen-avatar', 'lit', 'lit-html', 'lit-element', '@lit', '@lit-labs', 'livekit-client'];

export default {
  testEnvironment: 'jsdom',
  testTimeout: 60_000,
  testMatch: ['<rootDir>/avatar.spec.js'],
  transform: {
    '\\.js$': ['babel-jest', { presets: [['@babel/preset-env', { targets: { node: 'current' } }]] }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${modules.join('|')})/)`],
};
