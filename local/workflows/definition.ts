import * as z from 'zod';

/** The states that the definitions use; what else the language has is refused, not ignored. */
const stateTypes = ['Task', 'Choice', 'Pass', 'Wait', 'Succeed', 'Fail'] as const;

const stateSchema = z.looseObject({
  Type: z.enum(stateTypes),
  Resource: z.string().optional(),
  TimeoutSeconds: z.int().positive().optional(),
});

const definitionSchema = z.looseObject({
  StartAt: z.string(),
  TimeoutSeconds: z.int().positive().optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
  States: z.record(z.string(), stateSchema),
});

/** A state machine in Amazon States Language. */
export type WorkflowDefinition = z.output<typeof definitionSchema>;

const invokeResource = /^arn:[a-z-]+:states:::lambda:invoke(?<token>\.waitForTaskToken)?$/u;

/** How a task state calls its function. */
export type TaskStyle = 'answer' | 'token';

export const taskStyle = (resource: string | undefined): TaskStyle | undefined => {
  const match = invokeResource.exec(resource ?? '');
  if (match === null) return undefined;
  return match.groups?.['token'] === undefined ? 'answer' : 'token';
};

// The local runner ignores these without a word (or, for the last, gives a resumed execution the wrong value).
const unsupported = [
  '"HeartbeatSeconds"',
  '"Assign"',
  '"ErrorPath"',
  '"CausePath"',
  '"TimeoutSecondsPath"',
  '$$.Execution.Input',
];

/**
 * Reads a definition and refuses what the local runner would run differently from AWS.
 * @throws Error that names the state or the feature
 */
export const parseDefinition = (name: string, text: string): WorkflowDefinition => {
  const definition = definitionSchema.parse(JSON.parse(text));
  for (const feature of unsupported) {
    if (text.includes(feature)) throw new Error(`workflow ${name} uses ${feature}, which does not run locally`);
  }
  for (const [state, { Type, Resource }] of Object.entries(definition.States)) {
    // A task that is not overridden would call the real AWS.
    if (Type === 'Task' && taskStyle(Resource) === undefined) {
      throw new Error(`workflow ${name}: task ${state} does not invoke a function (${String(Resource)})`);
    }
  }
  return definition;
};
