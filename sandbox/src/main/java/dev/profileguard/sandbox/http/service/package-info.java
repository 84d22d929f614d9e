/// One class for each AWS service that answers over HTTP.
@NullMarked
package dev.profileguard.sandbox.http.service;

import org.jspecify.annotations.NullMarked;
