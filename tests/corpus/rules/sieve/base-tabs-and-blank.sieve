	require	[	"fileinto"	]	;

	if	header	:contains	"subject"	"tab"	{

		fileinto	"Tabs"	;

	}
