// Which codec is asked for, by what the browser says it can play.
import { expect } from '@open-wc/testing';
import { preferredVideoCodec } from '../../src/media/video-codec.js';

const codec = (mimeType: string): RTCRtpCodec => ({ mimeType, clockRate: 90_000 });

describe('the preferred video codec', () => {
  const { getCapabilities } = RTCRtpReceiver;
  afterEach(() => Object.assign(RTCRtpReceiver, { getCapabilities }));

  const cases: readonly [string, 'H264' | 'VP8', unknown][] = [
    ['H264 is listed', 'H264', () => ({ codecs: [codec('video/VP8'), codec('video/H264')] })],
    ['h264 is listed in small letters', 'H264', () => ({ codecs: [codec('video/h264')] })],
    ['H264 is not listed', 'VP8', () => ({ codecs: [codec('video/VP8'), codec('video/AV1')] })],
    ['only a relative of it is listed', 'VP8', () => ({ codecs: [codec('video/H264-SVC')] })],
    ['nothing is said', 'VP8', () => null],
    ['nothing can be asked', 'VP8', undefined],
  ];
  for (const [name, expected, capabilities] of cases) {
    it(`is ${expected} where ${name}`, () => {
      Object.assign(RTCRtpReceiver, { getCapabilities: capabilities });
      expect(preferredVideoCodec()).to.equal(expected);
    });
  }
});
