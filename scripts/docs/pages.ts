import { buildApp } from '../../lib/app.ts';
import { definitionsIn } from '../../lib/definitions.ts';
import { synthesizedResources } from '../../lib/templates.ts';
import { alarmsPage } from './alarms-page.ts';
import type { DocumentedSubdomain } from './catalog.ts';
import { loadItems, loadSubdomains } from './catalog.ts';
import { findErrorKinds } from './error-kinds.ts';
import { errorsPage } from './errors-page.ts';
import { findRecords } from './event-source.ts';
import { eventsPage } from './events-page.ts';
import { itemsPage } from './items-page.ts';
import { openApi } from './openapi.ts';
import { operationsPage } from './operations-page.ts';
import { openSource } from './source.ts';
import { workflowDiagram } from './workflow-diagram.ts';

/** Path below docs/reference, and what the file is to hold. */
export type Pages = ReadonlyMap<string, string>;

const workflowPages = (subdomains: readonly DocumentedSubdomain[]): readonly (readonly [string, string])[] => {
  const resources = synthesizedResources(buildApp({ stage: 'local', bundle: false, subdomains }));
  return definitionsIn(resources).workflows.map(({ name, definition }) => [
    `workflows/${name.replace(/^nodal-local-/u, '')}.mmd`,
    workflowDiagram(definition),
  ]);
};

/** Everything that is generated, from the declarations as they are now. */
export const renderPages = async (): Promise<Pages> => {
  const [subdomains, items] = await Promise.all([loadSubdomains(), loadItems()]);
  const operations = subdomains.flatMap((subdomain) => subdomain.operations);
  const source = openSource();
  const kinds = findErrorKinds(source);
  const production = synthesizedResources(buildApp({ stage: 'production', bundle: false, subdomains }));
  return new Map([
    ['openapi.yaml', openApi(subdomains, kinds)],
    ['operations.md', operationsPage(subdomains)],
    ['errors.md', errorsPage(operations, kinds)],
    ['events.md', eventsPage(operations, findRecords(source), source)],
    ['items.md', itemsPage(items)],
    ['alarms.md', alarmsPage(production)],
    ...workflowPages(subdomains),
  ]);
};
