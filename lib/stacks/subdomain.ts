import { CfnOutput } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { kebab, type Declaration, type QueueDeclaration } from '../../functions/kernel/operation/declaration.ts';
import { AwsEventSubscription } from '../constructs/aws-event-subscription.ts';
import { DeploymentStep } from '../constructs/deployment-step.ts';
import { EventSubscription } from '../constructs/event-subscription.ts';
import { OperationFunction } from '../constructs/operation-function.ts';
import { PublicUrl } from '../constructs/public-url.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { ScheduledOperation } from '../constructs/scheduled-operation.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import { Workflow } from '../constructs/workflow.ts';
import { pascal } from '../names.ts';
import { published, urlSettings } from '../published.ts';
import type { Site } from '../site.ts';
import type { Subdomain } from '../subdomains.ts';
import { workflows } from '../workflows/workflows.ts';
import { NodalStack } from './nodal-stack.ts';

export interface SubdomainStackProps {
  readonly site: Site;
  readonly subdomain: Subdomain;
  /** Bundles the handlers of a stack; called once. */
  readonly code: (stack: SubdomainStack, subdomain: Subdomain) => lambda.Code;
}

/** The functions of one subdomain and what triggers them, all from its declarations. HTTP routes are the API's. */
export class SubdomainStack extends NodalStack {
  readonly #site: Site;
  readonly #functions = new Map<string, OperationFunction>();
  readonly #code: lambda.Code;

  constructor(scope: Construct, props: SubdomainStackProps) {
    const { site, subdomain } = props;
    super(scope, subdomain.name, { site, description: `Operations of the subdomain ${subdomain.name}.` });
    this.#site = site;
    this.prepare(site);
    this.#code = props.code(this, subdomain);
    // Addresses first: other functions of the same stack may need them.
    const ordered = [...subdomain.operations].sort((a, b) => Number(b.kind === 'url') - Number(a.kind === 'url'));
    for (const declaration of ordered) this.#operation(declaration);
    for (const definition of workflows) this.#workflow(definition);
  }

  /** For stacks that hold more than functions. */
  protected prepare(_site: Site): void {
    // Nothing by default.
  }

  #operation(declaration: Declaration): void {
    const operation = new OperationFunction(this, pascal(kebab(declaration.operationId)), {
      site: this.#site,
      declaration,
      code: this.#code,
    });
    this.#functions.set(declaration.operationId, operation);
    this.#trigger(operation);
  }

  /** Routes are the API's, tasks their workflow's, timers are invoked by the dispatcher. */
  #trigger(operation: OperationFunction): void {
    const site = this.#site;
    const { declaration } = operation;
    const impact = declaration.summary;
    switch (declaration.kind) {
      case 'queue':
        this.#queue(operation, declaration);
        return;
      case 'stream': {
        const { batchSize } = declaration;
        new StreamConsumer(operation, 'Consumer', { site, consumer: operation, batchSize, impact });
        return;
      }
      case 'schedule': {
        const { everyMinutes } = declaration;
        new ScheduledOperation(operation, 'Schedule', { site, operation, everyMinutes, impact });
        return;
      }
      case 'url':
        this.#url(operation, declaration.url);
        return;
      case 'deployment':
        new DeploymentStep(operation, 'Step', { site, operation, publishes: declaration.publishes });
        return;
      case 'http':
      case 'authorizer':
      case 'task':
      case 'timer':
    }
  }

  #queue(consumer: OperationFunction, declaration: QueueDeclaration): void {
    const { queue: name, eventTypes = [], awsEvents = [], summary: impact } = declaration;
    const site = this.#site;
    const { queue } = new QueueConsumer(consumer, 'Consumer', { site, queue: name, consumer, impact });
    if (eventTypes.length > 0) {
      new EventSubscription(consumer, 'Subscription', { site, name, queue, eventTypes, impact });
    }
    if (awsEvents.length > 0) {
      new AwsEventSubscription(consumer, 'AwsSubscription', { site, name, queue, awsEvents, impact });
    }
  }

  #url(operation: OperationFunction, name: string): void {
    const site = this.#site;
    const { origin } = new PublicUrl(operation, 'Url', { site, operation, impact: operation.declaration.summary });
    site.published.publish(this, published.url(name), origin);
    const setting = urlSettings[name];
    if (setting !== undefined) {
      const address = `${origin}${setting.path}`;
      site.published.publish(this, published.setting(setting.name), address);
      new CfnOutput(this, `${pascal(name)}Url`, { value: address });
    }
  }

  #workflow(definition: (typeof workflows)[number]): void {
    const tasks = [...this.#functions.values()].filter(
      ({ declaration }) => declaration.kind === 'task' && declaration.workflow === definition.name,
    );
    if (tasks.length === 0) return;
    const taskOf = (operationId: string): OperationFunction => {
      const task = tasks.find(({ declaration }) => declaration.operationId === operationId);
      if (task === undefined) throw new Error(`${definition.name} needs the task operation ${operationId}.`);
      return task;
    };
    const { name, timeout, impact } = definition;
    new Workflow(this, pascal(name), {
      site: this.#site,
      name,
      timeout,
      impact,
      tasks,
      draw: (scope) => definition.start(scope, taskOf),
    });
  }
}
