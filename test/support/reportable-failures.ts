// Runs before the tests of a page. A failure goes to the runner with what was expected and what there was. An element can't
// be sent, and the runner then waits in vain for the whole file (modernweb-dev/web#2967). Its text can.
interface Failed {
  readonly currentTest?: { readonly err?: Record<string, unknown> };
}

const { testFrameworkConfig } = (window as unknown as { __WTR_CONFIG__: { testFrameworkConfig: object } })
  .__WTR_CONFIG__;

Object.assign(testFrameworkConfig, {
  rootHooks: {
    afterEach(this: Failed) {
      const error = this.currentTest?.err;
      for (const side of ['actual', 'expected']) {
        try {
          structuredClone(error?.[side]);
        } catch {
          if (error) error[side] = String(error[side]);
        }
      }
    },
  },
});
