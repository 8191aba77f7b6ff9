// The HEALTHCHECK of the image: exits with 0 when the gateway is ready to serve requests.
const response = await fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).catch(() => null);
process.exit(response?.ok ? 0 : 1);
