// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Services that may come and go under load: {@link org.postern.swap.Swap} holds them, {@link org.postern.swap.Lease}
 * uses one.
 *
 * <p>A component with a dynamic reference forwards bind and unbind to a {@code Swap} and takes a lease for as long as it
 * is inside the service. Unbinding waits a bounded time for open leases, then cancels them. It must stay below the five
 * seconds after which Service Component Runtime gives up on a blocked unbind method.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.swap;
