# What Sqitch itself makes of projects: a folder a line comes in, a line of JSON goes out.
use strict;
use warnings;
use utf8;
use JSON::PP;
use Cwd;
use App::Sqitch;
use App::Sqitch::Config;
use App::Sqitch::Target;

$| = 1;
my $json = JSON::PP->new->canonical->utf8;
while (my $folder = <STDIN>) {
    chomp $folder;
    chdir $folder or die "$folder: $!";
    my %said;
    eval {
        my $sqitch = App::Sqitch->new(config => App::Sqitch::Config->new);
        my $target = App::Sqitch::Target->new(sqitch => $sqitch);  # the plan holds it weakly
        my $plan = $target->plan;
        my $file = sub { my $path = shift; "$path" };
        $said{changes} = [map { {
            name   => $_->name,
            id     => $_->id,
            note   => $_->note,
            deploy => $file->($_->deploy_file),
            revert => $file->($_->revert_file),
            verify => $file->($_->verify_file),
            hash   => $_->script_hash,
            tags   => [map { [$_->name, $_->id] } $_->tags],
            requires  => [map { $_->as_string } $_->requires],
            conflicts => [map { $_->as_string } $_->conflicts],
        } } $plan->changes];
        $said{project} = $plan->project;
    };
    $said{error} = "$@" if $@;
    delete $said{changes} if $@;
    print $json->encode(\%said), "\n";
}
