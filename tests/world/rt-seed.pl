# SPDX-License-Identifier: GPL-3.0-or-later
# What the Request Tracker of the world begins with: a queue with the seven fields, and logins
# with and without rights there, each with a token. Read by rt-setup-database.
use strict;
use warnings;
our (@Queues, @CustomFields, @Users, @ACL, @Final);

my @people = (
    [ app      => 'The application', 'app@customer.test' ],
    [ reader   => 'Who may only look', 'reader@customer.test' ],
    [ newcomer => 'Who may nothing yet', 'newcomer@customer.test' ],
    [ staff    => 'Support staff', 'staff@helpdesk.test' ],
);

@Queues = (
    { Name => 'Hosting', Description => 'Hosting requests',
      CorrespondAddress => 'hosting@helpdesk.test', CommentAddress => 'comment@helpdesk.test' },
    { Name => "Bob's \\ Queue", Description => 'A name with everything in it' },
    { Name => 'Internal', Description => 'Nobody outside sees it' },
);

my $order = 0;
@CustomFields = map +{
    Name => $_, Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket',
    ApplyTo => ['Hosting'], SortOrder => ++$order,
}, 'Site URL', 'Country', 'State', 'Locality', 'Organization', 'Organizational Unit', 'Email';

@Users = map +{
    Name => $_->[0], RealName => $_->[1], EmailAddress => $_->[2], Privileged => 1,
}, @people;

my @both = qw(SeeQueue ShowTicket CreateTicket ReplyToTicket SeeCustomField);
my %rights = (
    app    => [ @both, qw(SetInitialCustomField ModifyCustomField) ],
    reader => [ qw(SeeQueue ShowTicket) ],
    staff  => [ @both, qw(CommentOnTicket ShowTicketComments ModifyTicket OwnTicket TakeTicket
                          ModifyCustomField WatchAsAdminCc) ],
);
@ACL = ((map +{ UserId => $_, Queue => 'Hosting', Right => $rights{$_} }, sort keys %rights),
        { UserId => 'app', Queue => "Bob's \\ Queue", Right => [@both] });

@Final = (sub {
    require RT::Authen::Token;
    open my $out, '>>', $ENV{RT_WORLD_CREDENTIALS} or die "credentials: $!";
    for my $person (@people) {
        my $user = RT::User->new(RT->SystemUser);
        $user->Load($person->[0]);
        die "no user $person->[0]" unless $user->id;
        my ($id, $message, $token) =
            RT::AuthToken->new(RT->SystemUser)->Create(Owner => $user->id, Description => 'tests');
        die "token for $person->[0]: $message" unless $id;
        print {$out} "$person->[0]=$token\n";
    }
    close $out or die "credentials: $!";
});
1;
