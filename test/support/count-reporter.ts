// Counts the browser tests: a line for each file, and for `npm test` it writes the counts, and what failed, where
// TEST_COUNTS says. A file that did not load, and an error outside a test, count as failures.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
  /** A line for each failure: file, title, and the first line of the error. */
  failures: string[];
}

export function countReporter(): Reporter {
  return {
    reportTestFileResults({ logger, sessionsForTestFile, testFile }) {
      const { passed, failed, skipped } = countSessions(sessionsForTestFile);
      logger.log(
        `${failed ? '✗' : '✓'} ${fileOf(testFile)}: ${passed} passed, ${failed} failed, ${skipped} skipped`,
      );
    },
    onTestRunFinished({ sessions }) {
      const file = process.env['TEST_COUNTS'];
      if (file) writeFileSync(file, JSON.stringify(countSessions(sessions)));
    },
  };
}

function countSessions(sessions: TestSession[]): TestCounts {
  const counts: TestCounts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const session of sessions) {
    const file = fileOf(session.testFile);
    const fail = (what: string): void => {
      counts.failed += 1;
      counts.failures.push(`${file}: ${what}`);
    };
    const failedBefore = counts.failed;
    if (session.testResults) countSuite(session.testResults, [], counts, fail);
    for (const { message } of session.errors) fail(firstLine(message));
    if (!session.passed && counts.failed === failedBefore) fail('the page ended without a result');
  }
  return counts;
}

function countSuite(
  suite: TestSuiteResult,
  outer: readonly string[],
  counts: TestCounts,
  fail: (what: string) => void,
): void {
  const titles = suite.name ? [...outer, suite.name] : outer;
  for (const { name, skipped, passed, error } of suite.tests) {
    if (skipped) counts.skipped += 1;
    else if (passed) counts.passed += 1;
    else fail(`${[...titles, name].join(' › ')}: ${firstLine(error?.message)}`);
  }
  for (const inner of suite.suites) countSuite(inner, titles, counts, fail);
}

function fileOf(testFile: string): string {
  return relative(process.cwd(), testFile).replaceAll('\\', '/');
}

function firstLine(message = 'no message'): string {
  return message.split('\n', 1)[0]!;
}
