# A site in Rails, whose own protection against forged requests stands before the token endpoint.

require 'action_controller/railtie'

class Site < Rails::Application
  config.eager_load = false
  config.hosts.clear
  config.logger = Logger.new(nil)
  config.secret_key_base = 'a secret of the tests'
  routes.append do
    root 'avatars#show'
    post 'avatar-token' => 'avatars#token'
  end
end

class AvatarsController < ActionController::Base
  protect_from_forgery with: :exception

  def show
    render html: (helpers.csrf_meta_tags + ENV.fetch('PAGE').html_safe)
  end

  def token
    render json: { token: ENV.fetch('TOKEN') }
  end
end

Site.initialize!
run Site
