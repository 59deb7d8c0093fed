/** Which video codec to ask the service for. */

/** H264, which phones decode in hardware, where the browser lists it; some Firefox builds do not. */
export function preferredVideoCodec(): 'H264' | 'VP8' {
  const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.('video')?.codecs ?? [];
  return codecs.some(({ mimeType }) => /\/h264$/i.test(mimeType)) ? 'H264' : 'VP8';
}
