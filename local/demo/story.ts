import { inspection, subscription } from './inspection-steps.ts';
import { funding, movements } from './money-steps.ts';
import { purchase } from './network-steps.ts';
import { byHand, byWorkflow } from './onboarding-steps.ts';
import type { DemoStep, Stage } from './stage.ts';

/** The main job, told over HTTP (design.md section 8). */
export const story = (stage: Stage): readonly DemoStep[] => [
  ...byHand(stage),
  ...byWorkflow(stage),
  subscription(stage),
  ...funding(stage),
  ...purchase(stage),
  ...movements(stage),
  ...inspection(stage),
];
