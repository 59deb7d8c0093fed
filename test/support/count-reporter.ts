// Counts the browser tests: a line for each file, and for `npm test` it writes the counts where TEST_COUNTS says.
// A file that did not load, and an error outside a test, count as failures.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

export function countReporter(): Reporter {
  return {
    reportTestFileResults({ logger, sessionsForTestFile, testFile }) {
      const { passed, failed, skipped } = countSessions(sessionsForTestFile);
      const name = relative(process.cwd(), testFile).replaceAll('\\', '/');
      logger.log(`${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    },
    onTestRunFinished({ sessions }) {
      const file = process.env['TEST_COUNTS'];
      if (file) writeFileSync(file, JSON.stringify(countSessions(sessions)));
    },
  };
}

export function countSessions(sessions: TestSession[]): TestCounts {
  const counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  for (const session of sessions) {
    const failedBefore = counts.failed;
    if (session.testResults) countSuite(session.testResults, counts);
    counts.failed += session.errors.length;
    if (!session.passed && counts.failed === failedBefore) counts.failed += 1;
  }
  return counts;
}

function countSuite(suite: TestSuiteResult, counts: TestCounts): void {
  for (const test of suite.tests) {
    if (test.skipped) counts.skipped += 1;
    else if (test.passed) counts.passed += 1;
    else counts.failed += 1;
  }
  for (const inner of suite.suites) countSuite(inner, counts);
}
