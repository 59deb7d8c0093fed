// A stream's track with a moving picture, and a wait for what a video shows of it.

export function movingPicture(): { track: MediaStreamTrack; stop: () => void } {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  let on = true;
  let frames = 0;
  requestAnimationFrame(function draw() {
    frames += 1;
    context?.fillRect(frames % canvas.width, 0, 1, canvas.height);
    if (on) requestAnimationFrame(draw);
  });
  const [track] = canvas.captureStream(30).getVideoTracks();
  if (!track) throw new Error('A canvas gave no track.');
  return {
    track,
    stop: () => {
      on = false;
      track.stop();
    },
  };
}

export function nextFrame(video: HTMLVideoElement): Promise<unknown> {
  return new Promise((resolve) => video.requestVideoFrameCallback(resolve));
}
