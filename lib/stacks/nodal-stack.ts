import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Site } from '../site.ts';

/** A stack of one stage: its name, region and tags follow from the site. */
export abstract class NodalStack extends Stack {
  /** @param part `Data`, `Api`, … or a subdomain */
  constructor(scope: Construct, part: string, properties: { site: Site; description: string; holdsData?: true }) {
    const { site, description, holdsData } = properties;
    const name = site.names.stack(part);
    super(scope, name, {
      stackName: name,
      description,
      env: { region: site.stage.region },
      tags: { product: 'nodal', stage: site.stage.name, part },
      terminationProtection: holdsData === true && site.stage.keepsData,
    });
  }
}
