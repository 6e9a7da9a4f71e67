import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { addStacks, buildApp } from '../../lib/app.ts';
import { deploymentOrder } from '../../lib/deployment-order.ts';
import { stageFrom, stages } from '../../lib/stages.ts';
import { deployedOn, subdomains } from '../../lib/subdomains.ts';
import { fixtureSubdomains } from './fixtures/declarations.ts';
import { synthesize } from './fixtures/synthesized.ts';

const nothing = { domainName: undefined, certificateArn: undefined, mailSender: undefined, endpoint: undefined };

describe('stages', () => {
  it('are named on the command line, and the error says which there are', () => {
    expect(stageFrom({ ...nothing, stage: 'production' }).name).toBe('production');
    expect(() => stageFrom({ ...nothing, stage: undefined })).toThrow('dev, production, local, ministack');
    expect(() => stageFrom({ ...nothing, stage: 'prod' })).toThrow('-c stage=dev');
  });

  it('want a certificate with a domain', () => {
    expect(() => stageFrom({ ...nothing, stage: 'dev', domainName: 'api.example.com' })).toThrow('certificateArn');
  });

  it('AN-70 send mail from the address that the command line names, and from nobody’s without it', () => {
    const mailSender = 'alerts@example.com';
    expect(stageFrom({ ...nothing, stage: 'production', mailSender }).mailSender).toBe(mailSender);
    expect(stageFrom({ ...nothing, stage: 'production' }).mailSender).toMatch(/\.invalid$/u);
    expect(() => stageFrom({ ...nothing, stage: 'dev', mailSender: 'example.com' })).toThrow('-c mailSender=');
  });

  it('send text messages as what India registered, and as nobody without it', () => {
    const sms = { sender: 'COMPNX', entityId: '1101', templateIds: { pre_debit: '1107' } };
    expect(stageFrom({ ...nothing, stage: 'production', sms: JSON.stringify(sms) }).sms).toEqual(sms);
    expect(stageFrom({ ...nothing, stage: 'production' }).sms.templateIds).toEqual({});
    for (const bad of ['COMPNX', '{"sender":"x"}', 7]) {
      expect(() => stageFrom({ ...nothing, stage: 'dev', sms: bad })).toThrow('-c sms=');
    }
  });

  it('rule 10 tell customers where to complain, within what a text message holds', () => {
    const of = (complaintsContact?: unknown) =>
      stageFrom({ ...nothing, stage: 'production', complaintsContact }).settings['COMPLAINTS_CONTACT'];
    expect(of('1800-000-000')).toBe('1800-000-000');
    expect(of()).toMatch(/\.invalid$/u);
    for (const bad of ['', 'x'.repeat(41), 'beschwerden@müller.example', 7]) expect(() => of(bad)).toThrow('complain');
  });

  it('keep the messages of sandbox tenants wherever they could reach anybody', () => {
    const sending = Object.values(stages).filter(({ settings }) => settings['SANDBOX_MESSAGES'] === 'send');
    expect(sending.map(({ name }) => name)).toEqual(['local']);
  });

  it('let only an emulator answer elsewhere', () => {
    const endpoint = 'http://127.0.0.1:5000';
    expect(stageFrom({ ...nothing, stage: 'production', endpoint }).endpoint).toBeUndefined();
    expect(stageFrom({ ...nothing, stage: 'ministack', endpoint }).endpoint).toBe(endpoint);
  });
});

describe('production', () => {
  const { texts, stacks, all } = synthesize('production', fixtureSubdomains);
  const whole = Object.values(texts).join('\n');

  it('has no twin, no simulation route and no way back to this machine', () => {
    expect(stacks.map(({ stackName }) => stackName)).not.toContain('Nodal-production-Sandbox');
    expect(all('AWS::ApiGateway::Resource').map(({ properties }) => properties['PathPart'])).not.toContain('sandbox');
    expect(whole).not.toMatch(/simulate-thing|nodal-production-twin|twin-vault|issuer-2026-1/u);
    expect(whole).not.toMatch(/localhost|127\.0\.0\.1|\[::1\]/u);
  });

  it('gives what would call the twin an address that never resolves', () => {
    expect(whole).toContain('https://no-sandbox.invalid');
  });

  it('asks Razorpay itself for the money of live tenants, and nobody where there is no deployment', () => {
    const urls = Object.values(stages).map(({ name, settings }) => [name, settings['RAZORPAY_BASE_URL']]);
    expect(Object.fromEntries(urls)).toEqual({
      dev: 'https://api.razorpay.com',
      production: 'https://api.razorpay.com',
      local: 'https://no-razorpay.invalid',
      ministack: 'https://no-razorpay.invalid',
    });
  });

  it('notices when a provider falls silent', () => {
    const silent = all('AWS::CloudWatch::Alarm').filter(
      ({ properties }) => properties['TreatMissingData'] === 'breaching',
    );
    expect(silent.map(({ properties }) => [properties['MetricName'], properties['EvaluationPeriods']])).toEqual([
      ['Invocations', 6],
    ]);
  });
});

describe('where webhooks may go', () => {
  it('is this machine on the local platform and the emulator alone', () => {
    const allowing = Object.values(stages).filter(({ settings }) => settings['WEBHOOK_LOOPBACK'] === 'allow');
    expect(allowing.map(({ name }) => name).sort()).toEqual(['local', 'ministack']);
  });

  it.each(['dev', 'production'] as const)('stops the synthesis of %s when it allows this machine', (name) => {
    for (const settings of [{ ...stages[name].settings, WEBHOOK_LOOPBACK: 'allow' }, {}]) {
      const stage = { ...stages[name], settings };
      const add = (): void => {
        addStacks(new App(), { stage, bundle: false, subdomains: fixtureSubdomains });
      };
      expect(add).toThrow('WEBHOOK_LOOPBACK');
    }
  });
});

describe('every stage', () => {
  it('deploys in one go: data, then what publishes addresses, then subdomains, API and dashboard', () => {
    const stacks = synthesize('dev', fixtureSubdomains).stacks;
    const before = Object.fromEntries(
      stacks.map((stack) => [stack.stackName, stack.dependencies.map(({ stackName }) => stackName).sort()]),
    );
    expect(before).toEqual({
      'Nodal-dev-Data': [],
      'Nodal-dev-Ingress': ['Nodal-dev-Data'],
      'Nodal-dev-Sandbox': ['Nodal-dev-Ingress'],
      'Nodal-dev-Shop': ['Nodal-dev-Sandbox'],
      'Nodal-dev-Api': ['Nodal-dev-Data', 'Nodal-dev-Ingress', 'Nodal-dev-Sandbox', 'Nodal-dev-Shop'],
      'Nodal-dev-Observability': ['Nodal-dev-Api'],
    });
  });

  it('puts what asks the issuer behind what tells the issuer where events go', () => {
    const namesOf = (name: 'dev' | 'production') => {
      const { first, others } = deploymentOrder(deployedOn(stages[name], subdomains));
      return [first, others].map((stacks) => stacks.map((stack) => stack.name));
    };
    const [first = [], others = []] = namesOf('dev');
    expect([first[0], first.at(-1), others[0]]).toEqual(['ingress', 'sandbox', 'ingress-work']);
    expect(namesOf('production').flat()).not.toContain('ingress-work');
  });

  it('reads from SSM only what an earlier stack publishes', () => {
    const { texts } = synthesize('dev');
    const order = buildApp({ stage: 'dev', bundle: false })
      .synth()
      .stacks.map(({ templateFile }) => templateFile);
    const published = new Set<string>();
    for (const file of order) {
      const template = JSON.parse(texts[file] ?? '{}') as {
        Parameters?: Record<string, { Type: string; Default: string }>;
        Resources: Record<string, { Type: string; Properties: { Name?: string } }>;
      };
      const read = Object.values(template.Parameters ?? {})
        .filter(({ Type }) => Type.startsWith('AWS::SSM::Parameter'))
        .map(({ Default }) => Default)
        .filter((name) => name.startsWith('/nodal/'));
      expect([file, read.filter((name) => !published.has(name))]).toEqual([file, []]);
      for (const { Type, Properties } of Object.values(template.Resources)) {
        if (Type === 'AWS::SSM::Parameter') published.add(Properties.Name ?? '');
      }
    }
    expect(published.size).toBeGreaterThan(8);
  });

  it('ties no stacks together by exports', () => {
    const { texts } = synthesize('dev');
    expect(Object.values(texts).filter((text) => /"Fn::ImportValue"|"Export"/u.test(text))).toEqual([]);
  });

  it('keeps every template below 450 resources and the API below 300 paths', () => {
    const { texts, all } = synthesize('dev');
    const counts = Object.entries(texts).map(
      ([file, text]) => [file, Object.keys((JSON.parse(text) as { Resources: object }).Resources).length] as const,
    );
    expect(counts.length).toBeGreaterThan(8);
    expect(counts.filter(([, count]) => count > 450)).toEqual([]);
    expect(all('AWS::ApiGateway::Resource').length).toBeLessThan(300);
  });
});

it('a domain takes the place of the gateway’s own address', () => {
  const stage = stageFrom({
    ...nothing,
    stage: 'dev',
    domainName: 'api.example.com',
    certificateArn: 'arn:aws:acm:ap-south-1:123456789012:certificate/c',
  });
  const app = new App({ builtinCloudFormationValidation: false });
  addStacks(app, { stage, bundle: false, subdomains: fixtureSubdomains });
  const template = app.synth().getStackByName('Nodal-dev-Api').template as {
    Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  };
  const of = (type: string): Record<string, unknown> | undefined =>
    Object.values(template.Resources).find(({ Type }) => Type === type)?.Properties;
  expect(of('AWS::ApiGateway::RestApi')?.['DisableExecuteApiEndpoint']).toBe(true);
  expect(of('AWS::ApiGateway::DomainName')).toMatchObject({ DomainName: 'api.example.com', SecurityPolicy: 'TLS_1_2' });
  expect(of('AWS::ApiGateway::BasePathMapping')).toMatchObject({ BasePath: 'api' });
});
