require "include";
include :personal :once :optional "maybe";
