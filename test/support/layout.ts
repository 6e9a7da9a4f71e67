/**
 * Which test file belongs to which vitest project. `vitest.config.ts` runs by it and
 * `test/architecture/layout.test.ts` proves that no test file is left out or run twice.
 */
export interface TestProjectFiles {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

const integration = 'test/**/*.integration.test.ts';
const endToEnd = 'test/**/*.e2e.test.ts';
const ownProjects = [integration, endToEnd];

export const testLayout = {
  unit: {
    include: [
      'test/functions/**/*.test.ts',
      'test/local/**/*.test.ts',
      'test/bin/**/*.test.ts',
      'test/bench/**/*.test.ts',
      'test/scripts/**/*.test.ts',
      'test/support/**/*.test.ts',
    ],
    exclude: ownProjects,
  },
  properties: {
    include: ['test/properties/**/*.test.ts', 'test/simulation/**/*.test.ts'],
    exclude: ownProjects,
  },
  integration: { include: [integration], exclude: [] },
  infra: { include: ['test/infra/**/*.test.ts', 'test/lib/**/*.test.ts'], exclude: ownProjects },
  journeys: { include: ['test/journeys/**/*.test.ts'], exclude: ownProjects },
  architecture: { include: ['test/architecture/**/*.test.ts'], exclude: ownProjects },
  e2e: { include: [endToEnd], exclude: [] },
} as const satisfies Record<string, TestProjectFiles>;
