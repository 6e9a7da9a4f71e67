import '../scripts/require-node-24.mjs';
import { App } from 'aws-cdk-lib';
import { addChecks, addStacks } from '../lib/app.ts';
import { stageFrom } from '../lib/stages.ts';

/**
 * The CDK app: `npx cdk synth -c stage=dev`, `npx cdk deploy --all -c stage=production`.
 * With `-c domainName=api.example.com -c certificateArn=…` the API is served there and nowhere else; mail is sent from
 * `-c mailSender=alerts@example.com`, whose domain SES has verified, text messages as `-c sms={…}` says what India
 * registered; customers complain at `-c complaintsContact=…`.
 */
const app = new App();
const context = (key: string): unknown => app.node.tryGetContext(key);
const stage = stageFrom({
  stage: context('stage'),
  domainName: context('domainName'),
  certificateArn: context('certificateArn'),
  mailSender: context('mailSender'),
  sms: context('sms'),
  complaintsContact: context('complaintsContact'),
  endpoint: context('endpoint'),
});
addStacks(app, { stage, bundle: stage.bundled });
addChecks(app);
