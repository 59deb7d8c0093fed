/**
 * HeyGen's demo app, built once with `@heygen/streaming-avatar` 2.1.0 and once with `heygen-avatar/client`, both driven
 * by the same script at the same time. Whatever differs has to be in the list of differences, as it is there.
 */

import { expect } from '@open-wc/testing';
import { differing, listed, listedScenarios } from '../sdk-comparison/compare.js';
import { DemoPage, type Findings, type Sdk } from '../sdk-comparison/demo-page.js';
import { scenarios, type Scenario } from '../sdk-comparison/scenarios.js';

/** The SDK sleeps for 2 or 4 seconds in each `startVoiceChat()`, and the first test builds both apps. */
const longTimeout = 90_000;

async function play(sdk: Sdk, { run, trouble = '' }: Scenario): Promise<Findings> {
  const page = await DemoPage.open(sdk, trouble);
  try {
    await run(page);
    return page.findings;
  } finally {
    await page.close();
  }
}

describe('the same page with HeyGen’s SDK 2.1.0 and with ours', function () {
  this.timeout(longTimeout);

  for (const scenario of scenarios) {
    it(`differs only as listed: ${scenario.name}`, async () => {
      const [sdk, ours] = await Promise.all([play('official', scenario), play('ours', scenario)]);
      expect(sdk.size).to.be.above(0);
      expect(differing(sdk, ours)).to.deep.equal(listed(scenario.name));
    });
  }

  it('has a scenario for every difference that is listed', () => {
    expect(scenarios.map(({ name }) => name)).to.include.members([...listedScenarios()]);
  });
});
