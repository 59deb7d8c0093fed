/** The demo page where no sandbox answers: it works at once, and one field switches the service. */

import { expect } from '@open-wc/testing';
import type { HeygenAvatarElement } from '../../src/index.js';
import { nextEvent } from '../support/demo-page.js';
