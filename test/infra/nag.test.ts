import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IConstruct } from 'constructs';
import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../lib/app.ts';

/** Kinds of exceptions, over the whole platform. A new one needs a better reason than an old one. */
const exceptionBudget = 15;

const exceptionsOf = (construct: IConstruct): readonly string[] =>
  construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data as object));

describe.each(['dev', 'production'] as const)('cdk-nag on %s', (stage) => {
  const outdir = mkdtempSync(join(tmpdir(), 'nodal-nag-'));
  const app = buildApp({ stage, bundle: false, outdir });
  const findings = [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} ${String(constructPath)}`),
      ),
  );
  rmSync(outdir, { recursive: true, force: true });

  it('finds nothing that is not acknowledged', () => {
    expect(findings).toEqual([]);
  });

  it('is silenced on single resources only, for few reasons', () => {
    const silenced = app.node.findAll().filter((construct) => exceptionsOf(construct).length > 0);
    const broad = silenced.filter(
      (construct) =>
        Stack.isStack(construct) ||
        construct.node.findAll().filter((node) => CfnResource.isCfnResource(node)).length > 4,
    );
    const rules = new Set(
      silenced.flatMap(exceptionsOf).map((id) => id.replace(/^annotation::/iu, '').replace(/\[.*$/u, '')),
    );
    expect(broad.map(({ node }) => node.path)).toEqual([]);
    expect(rules.size).toBeGreaterThan(0);
    expect(rules.size).toBeLessThanOrEqual(exceptionBudget);
  });
});

it('the app attaches both packs, so that a finding stops the synthesis', () => {
  expect(readFileSync('bin/nodal.ts', 'utf8')).toContain('addChecks(app)');
});
