// A picture from the webcam, where the browser has one.

import { dialog, element, tool } from "./dom.js";
import { asFile } from "./ink.js";
import { toast } from "./notices.js";
import { t } from "./words.js";

export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);

async function stream() {
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } },
    });
  } catch {
    toast(t("There is no camera that this page may use."));
    return null;
  }
}

export async function openCamera(onDone) {
  const taken = await stream();
  if (!taken) return;
  const video = element("video", { autoplay: true, playsinline: true, "aria-label": t("What the camera sees") });
  video.muted = true;
  video.srcObject = taken;
  const shoot = element("button", {
    type: "button",
    class: "main",
    disabled: true,
    onclick: async () => {
      const canvas = element("canvas", { width: video.videoWidth, height: video.videoHeight });
      canvas.getContext("2d").drawImage(video, 0, 0);
      onDone(await asFile(canvas, "camera.png"));
      opened.close();
    },
  }, t("Take the picture"));
  video.addEventListener("loadeddata", () => { shoot.disabled = false; });
  const opened = dialog(
    t("Camera"),
    "sheet camera",
    element("header", {}, element("h2", {}, t("Camera")), tool("close", t("Close"), () => opened.close())),
    video,
    element("footer", {}, shoot),
  );
  opened.addEventListener("close", () => taken.getTracks().forEach((track) => track.stop()));
  video.play().catch(() => {});
}
