/// The AWS services that the sandbox serves over HTTP.
@NullMarked
package dev.profileguard.sandbox.http.service;

import org.jspecify.annotations.NullMarked;
