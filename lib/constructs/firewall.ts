import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface FirewallProps {
  /** Web ACL and metric name. */
  readonly name: string;
  readonly stageArn: string;
}

/** Requests of one address in five minutes; tenants call from few addresses, so it is far above their rate limit. */
const requestsPerAddress = 60_000;

/**
 * AWS's rule groups that make no sense of a body: bodies are JSON that may be encrypted, and the platform's own
 * schemas refuse what is malformed.
 */
const managedRuleGroups = ['AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesKnownBadInputsRuleSet'] as const;

const seen = (metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  // Samples hold headers, and headers hold API keys.
  sampledRequestsEnabled: false,
});

/** The web application firewall of the API. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const managed = managedRuleGroups.map((name, priority): wafv2.CfnWebACL.RuleProperty => ({
      name,
      priority,
      overrideAction: { none: {} },
      statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
      visibilityConfig: seen(name),
    }));
    const flood: wafv2.CfnWebACL.RuleProperty = {
      name: 'Flood',
      priority: managed.length,
      action: { block: {} },
      statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: requestsPerAddress } },
      visibilityConfig: seen('Flood'),
    };
    const acl = new wafv2.CfnWebACL(this, 'Acl', {
      name: props.name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: [...managed, flood],
      visibilityConfig: seen(props.name),
    });
    new wafv2.CfnWebACLAssociation(this, 'Association', { resourceArn: props.stageArn, webAclArn: acl.attrArn });
  }
}
