import type { Declaration } from '../kernel/operation/declaration.ts';
import { activateCard } from './activate-card/declaration.ts';
import { awaitDelivery } from './await-delivery/declaration.ts';
import { beginCardOrder } from './begin-card-order/declaration.ts';
import { checkCardDrift } from './check-card-drift/declaration.ts';
import { checkCardOrder } from './check-card-order/declaration.ts';
import { checkDelivery } from './check-delivery/declaration.ts';
import { closeCard } from './close-card/declaration.ts';
import { convertToPhysical } from './convert-to-physical/declaration.ts';
import { createRevealSession } from './create-reveal-session/declaration.ts';
import { createVirtualCardAsync } from './create-virtual-card-async/declaration.ts';
import { createVirtualCard } from './create-virtual-card/declaration.ts';
import { declareIncident } from './declare-incident/declaration.ts';
import { expireCard } from './expire-card/declaration.ts';
import { failCardOrder } from './fail-card-order/declaration.ts';
import { getCard } from './get-card/declaration.ts';
import { getControls } from './get-controls/declaration.ts';
import { getCustomerControls } from './get-customer-controls/declaration.ts';
import { getDelivery } from './get-delivery/declaration.ts';
import { getFullCardData } from './get-full-card-data/declaration.ts';
import { getProgramControls } from './get-program-controls/declaration.ts';
import { getStatusHistory } from './get-status-history/declaration.ts';
import { investigateDelivery } from './investigate-delivery/declaration.ts';
import { linkCard } from './link-card/declaration.ts';
import { listCards } from './list-cards/declaration.ts';
import { lockCard } from './lock-card/declaration.ts';
import { openDeliveryIncident } from './open-delivery-incident/declaration.ts';
import { orderPhysicalCard } from './order-physical-card/declaration.ts';
import { placeCardOrder } from './place-card-order/declaration.ts';
import { removeCard } from './remove-card/declaration.ts';
import { replaceCard } from './replace-card/declaration.ts';
import { resetCvv } from './reset-cvv/declaration.ts';
import { resolveDeliveryIncident } from './resolve-delivery-incident/declaration.ts';
import { resumeCardOrder } from './resume-card-order/declaration.ts';
import { revealPin } from './reveal-pin/declaration.ts';
import { sendControlsAlert } from './send-controls-alert/declaration.ts';
import { setControls } from './set-controls/declaration.ts';
import { setCustomerControls } from './set-customer-controls/declaration.ts';
import { setPin } from './set-pin/declaration.ts';
import { setProgramControls } from './set-program-controls/declaration.ts';
import { setThreeDs } from './set-three-ds/declaration.ts';
import { suspendCard } from './suspend-card/declaration.ts';
import { unlockCard } from './unlock-card/declaration.ts';

export const operations: readonly Declaration[] = [
  createVirtualCard,
  createVirtualCardAsync,
  getCard,
  listCards,
  getFullCardData,
  createRevealSession,
  resetCvv,
  setPin,
  revealPin,
  setThreeDs,
  getControls,
  setControls,
  getCustomerControls,
  setCustomerControls,
  getProgramControls,
  setProgramControls,
  sendControlsAlert,
  orderPhysicalCard,
  convertToPhysical,
  getDelivery,
  openDeliveryIncident,
  investigateDelivery,
  resolveDeliveryIncident,
  beginCardOrder,
  placeCardOrder,
  linkCard,
  awaitDelivery,
  failCardOrder,
  resumeCardOrder,
  checkCardOrder,
  checkDelivery,
  lockCard,
  unlockCard,
  activateCard,
  suspendCard,
  closeCard,
  removeCard,
  declareIncident,
  replaceCard,
  getStatusHistory,
  checkCardDrift,
  expireCard,
];
