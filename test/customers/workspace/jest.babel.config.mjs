// Jest leaves packages as they are, unless it is told which of them are modules.
const modules = ['heygen-avatar', 'lit', 'lit-html', 'lit-element', '@lit', '@lit-labs', 'livekit-client'];

export default {
  testEnvironment: 'jsdom',
  transform: {
    '\\.js$': ['babel-jest', { presets: [['@babel/preset-env', { targets: { node: 'current' } }]] }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${modules.join('|')})/)`],
};
