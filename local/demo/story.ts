import { lossAndReplacement } from './replacement-steps.ts';
import { cardLife } from './card-life-steps.ts';
import { inspection, subscription } from './inspection-steps.ts';
import { mandates } from './mandate-steps.ts';
import { funding, movements } from './money-steps.ts';
import { purchase } from './network-steps.ts';
import { byHand, byWorkflow } from './onboarding-steps.ts';
import { onThePhone } from './phone-steps.ts';
import type { DemoStep, Stage } from './stage.ts';
import { upiMandates } from './upi-mandate-steps.ts';

/** The main job, told over HTTP (design.md section 8). */
export const story = (stage: Stage): readonly DemoStep[] => [
  ...byHand(stage),
  ...byWorkflow(stage),
  subscription(stage),
  ...funding(stage),
  ...purchase(stage),
  ...movements(stage),
  ...onThePhone(stage),
  ...cardLife(stage),
  ...lossAndReplacement(stage),
  ...mandates(stage),
  ...upiMandates(stage),
  ...inspection(stage),
];
