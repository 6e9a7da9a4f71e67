import { operations as authorizations } from '../../authorizations/operations.ts';
import { operations as balances } from '../../balances/operations.ts';
import { operations as cardMandates } from '../../card-mandates/operations.ts';
import { operations as cards } from '../../cards/operations.ts';
import { operations as customers } from '../../customers/operations.ts';
import { operations as debits } from '../../debits/operations.ts';
import { operations as devices } from '../../devices/operations.ts';
import { operations as economics } from '../../economics/operations.ts';
import { operations as events } from '../../events/operations.ts';
import { operations as ingress } from '../../ingress/operations.ts';
import { operations as invoices } from '../../invoices/operations.ts';
import { operations as issuance } from '../../issuance/operations.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { operations as mandates } from '../../mandates/operations.ts';
import { operations as sandbox } from '../../sandbox/operations.ts';
import { operations as timers } from '../../timers/operations.ts';
import { operations as webhooks } from '../../webhooks/operations.ts';
import { operations as tenants } from '../operations.ts';
import { operationMatrix as declaration } from './declaration.ts';
import { operationMatrix } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

const ofBusiness = [tenants, customers, devices, balances, cards, authorizations, issuance, economics];
const ofMandates = [mandates, debits, invoices, cardMandates];
const ofTraffic = [events, timers, webhooks, ingress, sandbox];
const operations = [...ofBusiness, ...ofMandates, ...ofTraffic].flat();

export const wire = (platform: Needs) => httpOperation(declaration, platform, operationMatrix({ operations }));

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
