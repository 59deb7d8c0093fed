/** The video codec to ask the service for. */

/** H264, which phones decode in hardware, if the browser supports it. Some builds of Firefox don't. */
export function preferredVideoCodec(): 'H264' | 'VP8' {
  const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.('video')?.codecs ?? [];
  return codecs.some(({ mimeType }) => /\/h264$/i.test(mimeType)) ? 'H264' : 'VP8';
}
