export default {
  testEnvironment: 'jsdom',
  testTimeout: 60_000,
  testMatch: ['<rootDir>/avatar.spec.js'],
  transform: {},
};
