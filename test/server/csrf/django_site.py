"""A site in Django, whose own protection against forged requests stands before the token endpoint."""

import os
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import ensure_csrf_cookie

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a secret of the tests",
)
django.setup()


@ensure_csrf_cookie
def page(request):
    return HttpResponse(os.environ["PAGE"])


def token(request):
    return JsonResponse({"token": os.environ["TOKEN"]})


urlpatterns = [path("", page), path("avatar-token", token)]


class Silent(WSGIRequestHandler):
    def log_message(self, *args):
        pass


with make_server("127.0.0.1", int(os.environ["PORT"]), get_wsgi_application(), handler_class=Silent) as server:
    print("listening", flush=True)
    server.serve_forever()
